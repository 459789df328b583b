package serval.engine;

import org.jspecify.annotations.Nullable;
import serval.sdk.block.KeyWait;
import serval.sdk.timer.Timers;
import serval.spi.engine.CommandEntry;
import serval.spi.session.Session;

/** A call that waits: for keys, or for whoever holds its suspension. */
final class Waiting {
    final Session session;
    final CommandEntry command;
    final byte[][] words;
    final @Nullable KeyWait wait;
    final @Nullable SuspendedCall suspension;
    /** The keys waited for; empty for a suspension. */
    KeyName[] keys = new KeyName[0];
    /** Its place in line: calls are served by it. */
    long ticket;
    /** When its time is up, on the forward clock; only with a timer. */
    long deadline;

    /** Whether it began to wait with a timer. */
    boolean isTimed;

    private Timers.@Nullable Timer timer;

    Waiting(
            Session session,
            CommandEntry command,
            byte[][] words,
            @Nullable KeyWait wait,
            @Nullable SuspendedCall suspension) {
        this.session = session;
        this.command = command;
        this.words = words;
        this.wait = wait;
        this.suspension = suspension;
    }

    /** Whether the removal of a key that it waits for runs it again, too. */
    boolean isEvenIfDeleted() {
        return wait != null && wait.evenIfDeleted();
    }

    void timer(Timers.@Nullable Timer set) {
        timer = set;
    }

    void cancelTimer() {
        Timers.Timer set = timer;
        if (set != null) {
            set.cancel();
            timer = null;
        }
    }

    /** Milliseconds left until its time is up, at least one. */
    long timeLeft(long nanos) {
        return Math.max(1, (deadline - nanos + 999_999) / 1_000_000);
    }

    boolean hasTimer() {
        return timer != null;
    }
}
