package serval.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server process: how it starts and the one way in which it ends. */
final class Launch {
    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
    private static final long STOP_MILLIS = 10_000;

    private final Path home;
    private final Storage storage;
    private final long startMillis = startMillis();
    private final ServerFramework framework;
    private final HeapGoal heap = new HeapGoal();
    private final AtomicBoolean ending = new AtomicBoolean();

    Launch(Path home, Storage storage, String[] arguments, @Nullable String input) {
        this.home = home;
        this.storage = storage;
        this.framework = new ServerFramework(new ServerFramework.Options(
                home, storage.cache(), List.of(arguments), input, startMillis, this::end, new LogControl(), Map.of()));
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
        BundleContext context = framework.init();
        Signals.install(context, this::end);
        context.registerService(Consumer.class, heap, FrameworkUtil.asDictionary(Map.of("serval.heap", true)));
        List<Path> jars = new ArrayList<>(ServerFramework.jars(home.resolve("bundles")));
        if ("1".equals(System.getenv("SERVAL_DEBUG_SHELL"))) {
            jars.addAll(ServerFramework.jars(home.resolve("bundles").resolve("debug")));
        }
        framework.start(Files.readAllLines(home.resolve("conf").resolve("start-levels")), jars);
        LOG.debug("Bundles started {} ms after the process began", System.currentTimeMillis() - startMillis);
        if (!ending.get()) {
            framework.launched();
            heap.keep();
            Daemon.detach();
            storage.sweep();
        }
    }

    /** Waits until the framework stops, whoever stopped it. */
    void await() {
        try {
            framework.await();
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
            framework.stop(STOP_MILLIS);
            storage.close();
        } catch (BundleException | IOException | RuntimeException failed) {
            LOG.warn("The framework did not stop in order: {}", failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        System.exit(status);
    }
}
