package serval.launcher;

import java.util.Collection;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns SIGTERM and SIGINT into an orderly end with status 0, as {@code redis-server} does.
 *
 * <p>A service of type {@link Runnable} with the property {@code serval.signal=TERM} or {@code INT} (or both) takes the
 * signal over, each time it comes; it runs on a thread of its own and ends the process itself when it is done. Without one
 * the framework is stopped. SIGABRT goes to such a service as well; without one the process ends at once. SIGHUP is ignored: a server
 * outlives the terminal it was started from.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** What a shell reports of a process that a signal ended, less the signal's number. */
    private static final int ENDED_BY_SIGNAL = 128;

    private final BundleContext context;
    private final IntConsumer exit;

    private Signals(BundleContext context, IntConsumer exit) {
        this.context = context;
        this.exit = exit;
    }

    static void install(BundleContext context, IntConsumer exit) {
        Signals signals = new Signals(context, exit);
        Signal.handle(new Signal("TERM"), signals::received);
        Signal.handle(new Signal("INT"), signals::received);
        Signal.handle(new Signal("ABRT"), signals::aborted);
        Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
    }

    private void aborted(Signal signal) {
        try {
            Runnable handler = handler(signal.getName());
            if (handler != null) {
                handler.run();
            }
        } finally {
            // Whatever becomes of the report: who sends this wants the process gone.
            Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal.getNumber());
        }
    }

    private void received(Signal signal) {
        String name = signal.getName();
        LOG.warn(LogLayout.SIGNAL, "Received SIG{} scheduling shutdown...", name);
        Runnable handler = handler(name);
        if (handler == null) {
            exit.accept(0);
        } else {
            new Thread(handler, "serval-signal-" + name).start();
        }
    }

    private @Nullable Runnable handler(String signal) {
        try {
            Collection<ServiceReference<Runnable>> found =
                    context.getServiceReferences(Runnable.class, "(serval.signal=" + signal + ")");
            return found.isEmpty() ? null : context.getService(found.iterator().next());
        } catch (InvalidSyntaxException | IllegalStateException unavailable) {
            // The framework is already stopping.
            return null;
        }
    }
}
