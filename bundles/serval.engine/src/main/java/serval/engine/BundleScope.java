package serval.engine;

import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import serval.sdk.command.Handler;
import serval.sdk.engine.Engine;
import serval.sdk.timer.Timers;
import serval.spi.module.Phase;

/**
 * Timers and submitted actions of one bundle. They run while it serves; what comes up while it is staged or withdrawn is kept until
 * it serves, and is dropped when it stops.
 */
final class BundleScope implements Timers, Engine {
    private final Core core;
    private final Bundle bundle;
    private final Set<Own> timers = ConcurrentHashMap.newKeySet();
    private final ArrayDeque<Runnable> kept = new ArrayDeque<>();
    private volatile boolean stopped;

    BundleScope(Core core, Bundle bundle) {
        this.core = core;
        this.bundle = bundle;
    }

    @Override
    public Timer after(long millis, Runnable action) {
        Own own = new Own();
        timers.add(own);
        own.timer = core.timers.after(millis, () -> {
            timers.remove(own);
            runOrKeep(action);
        });
        if (stopped) {
            own.cancel();
        }
        return own;
    }

    @Override
    public Timer every(long millis, Runnable action) {
        Own own = new Own();
        timers.add(own);
        own.timer = core.timers.every(millis, () -> {
            if (Phase.of(bundle) == Phase.SERVING) {
                action.run();
            }
        });
        if (stopped) {
            own.cancel();
        }
        return own;
    }

    @Override
    public void submit(Runnable action) {
        if (bundle.getState() == Bundle.STOPPING) {
            // What a bundle puts in order at its end is done whether it still served or not.
            core.submit(action);
        } else {
            core.submit(() -> runOrKeep(action));
        }
    }

    @Override
    public boolean expiresActively() {
        return core.expiresActively();
    }

    @Override
    public void submit(int database, Handler action) {
        submit(() -> core.execution.internal(database, action));
    }

    private void runOrKeep(Runnable action) {
        if (stopped) {
            return;
        }
        if (Phase.of(bundle) == Phase.SERVING) {
            action.run();
        } else {
            kept.add(action);
        }
    }

    /** The bundle serves: what was kept runs at the next batch. Under the engine lock. */
    void serves() {
        for (Runnable action = kept.poll(); action != null; action = kept.poll()) {
            core.submit(action);
        }
    }

    /** The bundle stopped. */
    void stop() {
        stopped = true;
        timers.forEach(Own::cancel);
        core.submit(kept::clear);
    }

    private final class Own implements Timer {
        private volatile Timer timer = () -> {};

        @Override
        public void cancel() {
            timers.remove(this);
            timer.cancel();
        }
    }
}
