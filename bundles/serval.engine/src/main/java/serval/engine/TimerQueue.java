package serval.engine;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.timer.Timers;

/** Timers in the order of their time. Set and taken back from any thread, run under the engine lock. */
final class TimerQueue implements Timers {
    private static final Logger LOG = LoggerFactory.getLogger(TimerQueue.class);

    private final Core core;
    private final TreeSet<Entry> queue = new TreeSet<>();
    private long sequence;
    private @Nullable Runnable earlier;

    TimerQueue(Core core) {
        this.core = core;
    }

    /** Names what to call when a timer was set that is due before all others. */
    void onEarlier(Runnable action) {
        earlier = action;
    }

    @Override
    public Timer after(long millis, Runnable action) {
        return add(millis, -1, action);
    }

    @Override
    public Timer every(long millis, Runnable action) {
        return add(millis, Math.max(1, millis), action);
    }

    private Timer add(long millis, long period, Runnable action) {
        Entry entry = new Entry(period, action);
        boolean first;
        synchronized (queue) {
            entry.sequence = sequence++;
            entry.due = core.clock().nanos() + Math.max(0, millis) * 1_000_000;
            queue.add(entry);
            first = queue.first() == entry;
        }
        Runnable wake = earlier;
        if (first && wake != null) {
            wake.run();
        }
        return entry;
    }

    /** Nanoseconds until the next timer is due, at most {@code most}. */
    long untilNext(long most) {
        synchronized (queue) {
            return queue.isEmpty()
                    ? most
                    : Math.max(
                            0, Math.min(most, queue.first().due - core.clock().nanos()));
        }
    }

    /** Runs what is due. */
    void run() {
        long now = core.clock().nanos();
        while (true) {
            Entry entry;
            synchronized (queue) {
                if (queue.isEmpty() || queue.first().due - now > 0) {
                    return;
                }
                entry = queue.pollFirst();
            }
            try {
                entry.action.run();
            } catch (RuntimeException | LinkageError fault) {
                LOG.error("A timer failed", fault);
            }
            if (entry.period > 0) {
                synchronized (queue) {
                    if (!entry.cancelled) {
                        entry.due = core.clock().nanos() + entry.period * 1_000_000;
                        queue.add(entry);
                    }
                }
            }
        }
    }

    private final class Entry implements Timer, Comparable<Entry> {
        private final long period;
        private final Runnable action;
        private long due;
        private long sequence;
        private boolean cancelled;

        Entry(long period, Runnable action) {
            this.period = period;
            this.action = action;
        }

        @Override
        public void cancel() {
            synchronized (queue) {
                cancelled = true;
                queue.remove(this);
            }
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
