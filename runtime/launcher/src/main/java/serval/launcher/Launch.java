package serval.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.framework.Felix;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server process: its framework, how it starts and the one way in which it ends. */
final class Launch {
    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
    private static final long STOP_MILLIS = 10_000;

    /** What the class path gives to bundles; a logging interface has to be one and the same class for all of them. */
    private static final String SHARED_PACKAGES = "org.slf4j;version=2.0.20,org.slf4j.event;version=2.0.20,"
            + "org.slf4j.helpers;version=2.0.20,org.slf4j.spi;version=2.0.20,org.osgi.service.log;version=1.5.0";

    private final Path home;
    private final Storage storage;
    private final String[] arguments;
    private final @Nullable String input;
    private final Framework framework;
    private final AtomicBoolean ending = new AtomicBoolean();

    Launch(Path home, Storage storage, String[] arguments, @Nullable String input) {
        this.home = home;
        this.storage = storage;
        this.arguments = arguments;
        this.input = input;
        this.framework = new Felix(configuration());
    }

    private Map<String, Object> configuration() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, storage.cache().toString());
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
        settings.put("serval.home", home.toString());
        settings.put("serval.version", QuickArguments.version());
        settings.put("serval.started.millis", Long.toString(startMillis()));
        return settings;
    }

    /** When the shell script began: it hands its process over to this one. */
    private static long startMillis() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElseGet(System::currentTimeMillis);
    }

    void start() throws BundleException, IOException {
        framework.init();
        BundleContext context = framework.getBundleContext();
        LaunchServices services = new LaunchServices(context, this::end);
        services.publish(arguments, input);
        Signals.install(context, this::end);
        framework.start();
        Bundles bundles =
                new Bundles(context, StartLevels.read(home.resolve("conf").resolve("start-levels")));
        bundles.install(home.resolve("bundles"));
        if ("1".equals(System.getenv("SERVAL_DEBUG_SHELL"))) {
            bundles.install(home.resolve("bundles").resolve("debug"));
        }
        bundles.start();
        LOG.debug("Bundles started {} ms after the process began", System.currentTimeMillis() - startMillis());
        if (!ending.get()) {
            services.launched();
            Daemon.detach();
            storage.sweep();
        }
    }

    /** Waits until the framework stops, whoever stopped it. */
    void await() {
        try {
            framework.waitForStop(0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (ending.get()) {
            // The thread of end() has the exit status; this one must not let the process go with another.
            parkForGood();
        }
    }

    private static void parkForGood() {
        Object forever = new Object();
        synchronized (forever) {
            while (true) {
                try {
                    forever.wait();
                } catch (InterruptedException ignored) {
                    // The exit is on its way.
                }
            }
        }
    }

    /** Stops the framework in order, then ends the process with {@code status}. Returns at once; the first call counts. */
    void end(int status) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        new Thread(() -> stopAndExit(status), "serval-exit").start();
    }

    private void stopAndExit(int status) {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
            storage.close();
        } catch (BundleException | IOException | RuntimeException failed) {
            LOG.warn("The framework did not stop in order: {}", failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        System.exit(status);
    }
}
