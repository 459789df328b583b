package serval.launcher;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;

/**
 * What the process offers to bundles, as services of types that every bundle can see.
 *
 * <table>
 * <caption>Services</caption>
 * <tr><th>Type</th><th>Property</th><th>Meaning</th></tr>
 * <tr><td>{@code String[]}</td><td>{@code serval.arguments=true}</td><td>the command line as given; when its last word is
 *   {@code -}, property {@code serval.stdin} holds standard input, one char per byte</td></tr>
 * <tr><td>{@link IntConsumer}</td><td>{@code serval.exit=true}</td><td>ends the process in order with that exit status;
 *   returns at once</td></tr>
 * <tr><td>{@link BiConsumer}</td><td>{@code serval.logging=true}</td><td>changes the log by key and value, see {@link LogControl}</td></tr>
 * <tr><td>{@code Consumer<Boolean>}</td><td>{@code serval.heap=true}</td><td>is told true while the dataset is loaded, and false after;
 *   of a server in a process of its own only, see {@link HeapGoal}</td></tr>
 * <tr><td>{@link Condition}</td><td>{@code osgi.condition.id=serval.launched}</td><td>is there once every bundle of the
 *   distribution has been started or has failed to</td></tr>
 * <tr><td>{@link LogService}</td><td></td><td>OSGi's log, on the same lines</td></tr>
 * </table>
 *
 * <p>The other way round, a bundle that wants to be asked before the process ends on a signal publishes a {@link Runnable}
 * with the property {@code serval.signal}, see {@link Signals}.
 */
final class LaunchServices {
    private final BundleContext context;
    private final IntConsumer exit;

    LaunchServices(BundleContext context, IntConsumer exit) {
        this.context = context;
        this.exit = exit;
    }

    void publish(String[] arguments, @Nullable String input, BiConsumer<String, String> logging) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("serval.arguments", true);
        if (input != null) {
            properties.put("serval.stdin", input);
        }
        context.registerService(String[].class.getName(), arguments.clone(), properties);
        context.registerService(IntConsumer.class, exit, named("serval.exit"));
        context.registerService(BiConsumer.class.getName(), logging, named("serval.logging"));
        String[] log = {LogService.class.getName(), LoggerFactory.class.getName()};
        context.registerService(log, new LogServiceBridge(), null);
    }

    /** Tells bundles that no further bundle of the distribution will start by itself. */
    void launched() {
        Dictionary<String, Object> properties =
                FrameworkUtil.asDictionary(java.util.Map.of(Condition.CONDITION_ID, "serval.launched"));
        context.registerService(Condition.class, Condition.INSTANCE, properties);
    }

    private static Dictionary<String, Object> named(String property) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(property, true);
        return properties;
    }
}
