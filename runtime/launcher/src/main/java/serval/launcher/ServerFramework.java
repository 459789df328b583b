package serval.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.apache.felix.framework.Felix;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * A server's framework, wherever it runs: in a process of its own ({@link Main}) or inside a test.
 *
 * <p>In the order of use: {@link #init()}, {@link #start}, and {@link #stop} in the end. What is said by bundles goes to the SLF4J
 * that this class sees; nothing here ends the process.
 */
public final class ServerFramework {
    /** What the class path gives to bundles; a logging interface has to be one and the same class for all of them. */
    private static final String SHARED_PACKAGES = "org.slf4j;version=2.0.20,org.slf4j.event;version=2.0.20,"
            + "org.slf4j.helpers;version=2.0.20,org.slf4j.spi;version=2.0.20,org.osgi.service.log;version=1.5.0";

    /**
     * What a server's framework is told by whoever runs it.
     *
     * @param home the folder that holds {@code modules}, in the form of a distribution
     * @param storage where the framework keeps its bundle cache; emptied at the start
     * @param arguments the command line of {@code redis-server}
     * @param input what was read from standard input, one char per byte, or null
     * @param startedMillis when the server began to start, in milliseconds since 1970
     * @param exit ends the server in order with an exit status and returns at once
     * @param logging changes the log by key and value, see {@link LaunchServices}
     * @param settings further settings of the framework
     */
    public record Options(
            Path home,
            Path storage,
            List<String> arguments,
            @Nullable String input,
            long startedMillis,
            IntConsumer exit,
            BiConsumer<String, String> logging,
            Map<String, String> settings) {}

    private final Options options;
    private final Framework framework;
    private @Nullable LaunchServices services;

    /** Prepares a framework; nothing is started. */
    public ServerFramework(Options options) {
        this.options = options;
        this.framework = new Felix(configuration(options));
    }

    private static Map<String, Object> configuration(Options options) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, options.storage().toString());
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        // An upgrade installs the new version of a bundle beside the old one.
        settings.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED_PACKAGES);
        // Continuations let a long call give its thread back; no module exports their package to bundles.
        settings.put(Constants.FRAMEWORK_BOOTDELEGATION, "jdk.internal.vm");
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(StartLevels.LAST));
        settings.put("felix.log.logger", new FrameworkLogger());
        settings.put("felix.log.level", "2");
        settings.put("ds.loglevel", "warn");
        settings.put("gosh.args", "--noshutdown");
        settings.put("serval.home", options.home().toString());
        settings.put("serval.version", QuickArguments.version());
        settings.put("serval.started.millis", Long.toString(options.startedMillis()));
        settings.putAll(options.settings());
        return settings;
    }

    /** Brings the framework up, without any bundle, and publishes what it offers to bundles. */
    public BundleContext init() throws BundleException {
        framework.init();
        BundleContext context = framework.getBundleContext();
        services = new LaunchServices(context, options.exit());
        services.publish(options.arguments().toArray(String[]::new), options.input(), options.logging());
        return context;
    }

    /**
     * Installs bundles and starts them by their levels. One that fails is logged, and the others start.
     *
     * @param startLevels the lines of a file {@code start-levels}
     * @param jars the bundles
     */
    public void start(List<String> startLevels, List<Path> jars) throws BundleException {
        framework.start();
        Bundles bundles = new Bundles(framework.getBundleContext(), StartLevels.parse(startLevels));
        List<Path> sorted = new ArrayList<>(jars);
        sorted.sort(Comparator.naturalOrder());
        bundles.install(sorted);
        bundles.start();
    }

    /** Tells bundles that no further bundle of the distribution will start by itself: the server may open its doors. */
    public void launched() {
        if (services == null) {
            throw new IllegalStateException("not initialised");
        }
        services.launched();
    }

    /** Stops every bundle and waits for it at most this long. */
    public void stop(long millis) throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(millis);
    }

    /** Waits until the framework stops, whoever stopped it. */
    public void await() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** The jars of a folder. */
    static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.jar")) {
            stream.forEach(jars::add);
        }
        return jars;
    }
}
