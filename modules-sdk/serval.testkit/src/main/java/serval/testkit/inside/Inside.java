package serval.testkit.inside;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import serval.launcher.ServerFramework;
import serval.testkit.internal.Container;
import serval.testkit.internal.Host;

/** One server's framework. What it asks of the server's bundles goes by reflection: their classes are known to nobody out here. */
public final class Inside implements Container {
    private static final long PATIENCE_SECONDS = 30;

    private final Host host;
    private @Nullable ServerFramework framework;
    private @Nullable BundleContext context;

    /** Creates the container of one server; one for each class loader. */
    public Inside(Host host) {
        this.host = host;
        LogProvider.sink(line -> host.log(
                System.Logger.Level.valueOf(
                        line.level() == org.slf4j.event.Level.WARN
                                ? "WARNING"
                                : line.level().name()),
                line.logger(),
                line.message(),
                line.fault()));
    }

    @Override
    public void start(Path home, List<String> startLevels, List<Path> jars, List<String> arguments) throws Exception {
        ServerFramework made = new ServerFramework(new ServerFramework.Options(
                home,
                home.resolve("cache"),
                arguments,
                null,
                System.currentTimeMillis(),
                host::exit,
                (key, value) -> {
                    if (key.equals("level") || key.equals("loglevel")) {
                        LogProvider.level(value);
                    }
                },
                // A JVM has one handler for all of its URLs; the tests may need it.
                Map.of("felix.service.urlhandlers", "false")));
        framework = made;
        BundleContext system = made.init();
        context = system;
        ClockService.offer(system, host);
        made.start(startLevels, jars);
        made.launched();
    }

    private BundleContext context() {
        if (context == null) {
            throw new IllegalStateException("The server has not been started");
        }
        return context;
    }

    /** The bundle of a name that is in service: the one that came last. */
    private Bundle serving(String symbolicName) {
        Bundle found = null;
        for (Bundle bundle : context().getBundles()) {
            boolean fits = symbolicName.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE;
            if (fits && (found == null || bundle.getBundleId() > found.getBundleId())) {
                found = bundle;
            }
        }
        if (found == null) {
            throw new IllegalStateException("No module " + symbolicName + " is in service");
        }
        return found;
    }

    @Override
    public WeakReference<ClassLoader> classLoader(String symbolicName) {
        return new WeakReference<>(
                serving(symbolicName).adapt(BundleWiring.class).getClassLoader());
    }

    @Override
    public List<String> types(String symbolicName) throws Exception {
        List<String> names = new ArrayList<>();
        ServiceReference<?>[] services = serving(symbolicName).getRegisteredServices();
        if (services != null) {
            for (ServiceReference<?> reference : services) {
                if (List.of((String[]) reference.getProperty("objectClass")).contains("serval.sdk.type.ValueType")) {
                    Object type = context().getService(reference);
                    names.add((String) call(type, "serval.sdk.type.ValueType", "name"));
                    context().ungetService(reference);
                }
            }
        }
        return names;
    }

    @Override
    public void runTimers() throws Exception {
        ServiceReference<?> reference = context().getServiceReference("serval.sdk.timer.Timers");
        if (reference == null) {
            return;
        }
        Object timers = context().getService(reference);
        CountDownLatch reached = new CountDownLatch(1);
        // Timers run in the order of their time: those that are due run before this one.
        call(timers, "serval.sdk.timer.Timers", "after", 0L, (Runnable) reached::countDown);
        await(reached, "the engine's timers");
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Waited in vain for " + what);
        }
    }

    /** Calls a method of an interface, which its object's class need not show. */
    static Object call(Object target, String type, String name, Object... arguments) throws Exception {
        Class<?> declaring = Class.forName(type, false, target.getClass().getClassLoader());
        for (Method method : declaring.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                try {
                    return method.invoke(target, arguments);
                } catch (InvocationTargetException thrown) {
                    AtomicReference<Throwable> cause = new AtomicReference<>(thrown.getCause());
                    throw cause.get() instanceof Exception exception ? exception : thrown;
                }
            }
        }
        throw new NoSuchMethodException(type + "." + name);
    }

    @Override
    public void close() throws Exception {
        if (framework != null) {
            framework.stop(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
    }
}
