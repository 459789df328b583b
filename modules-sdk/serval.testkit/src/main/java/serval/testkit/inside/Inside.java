package serval.testkit.inside;

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import serval.launcher.ServerFramework;
import serval.testkit.internal.Container;
import serval.testkit.internal.Host;

/** One server's framework. What it asks of the server's bundles goes by reflection: their classes are known to nobody out here. */
public final class Inside implements Container {
    private static final long PATIENCE_SECONDS = 30;

    private final Host host;
    private final AtomicInteger installed = new AtomicInteger();
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

    @Override
    public long install(Path jar) throws Exception {
        try (InputStream file = Files.newInputStream(jar)) {
            String location = "module:" + jar.getFileName() + ":" + installed.incrementAndGet();
            return context().installBundle(location, file).getBundleId();
        }
    }

    @Override
    public void start(long bundle) throws Exception {
        Bundle started = context().getBundle(bundle);
        try {
            started.start();
        } catch (BundleException refused) {
            throw new IllegalStateException(
                    "Module " + started.getSymbolicName() + " does not start: " + reason(refused), refused);
        }
        List<String> failed = new ComponentStates(context()).failed(started);
        if (!failed.isEmpty()) {
            throw new IllegalStateException(
                    "Module " + started.getSymbolicName() + " does not start: " + String.join("; ", failed));
        }
    }

    private static String reason(Throwable fault) {
        StringBuilder text = new StringBuilder(String.valueOf(fault.getMessage()));
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            text.append(" <- ").append(cause);
        }
        return text.toString();
    }

    @Override
    public void stop(long bundle) throws Exception {
        context().getBundle(bundle).stop();
    }

    @Override
    public void uninstall(long bundle) throws Exception {
        Bundle gone = context().getBundle(bundle);
        gone.uninstall();
        CountDownLatch refreshed = new CountDownLatch(1);
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        };
        context().getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(gone), listener);
        await(refreshed, "the framework's refresh");
    }

    @Override
    public long find(String symbolicName) {
        long found = -1;
        for (Bundle bundle : context().getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                found = Math.max(found, bundle.getBundleId());
            }
        }
        return found;
    }

    @Override
    public List<String> types(long bundle) throws Exception {
        List<String> names = new ArrayList<>();
        ServiceReference<?>[] services = context().getBundle(bundle).getRegisteredServices();
        if (services != null) {
            for (ServiceReference<?> reference : services) {
                if (List.of((String[]) reference.getProperty("objectClass")).contains("serval.sdk.type.ValueType")) {
                    Object type = context().getService(reference);
                    names.add((String) call(type, "serval.sdk.type.ValueType", "name"));
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
