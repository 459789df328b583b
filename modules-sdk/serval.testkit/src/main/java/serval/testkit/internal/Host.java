package serval.testkit.internal;

import org.jspecify.annotations.Nullable;

/** What a server's framework asks of the test's side; called on any thread. */
public interface Host {
    /** The time in nanoseconds since 1970. */
    long epochNanos();

    /** The time in nanoseconds of a clock that only goes forward. */
    long monotonicNanos();

    /** Takes a line of the log. */
    void log(System.Logger.Level level, String logger, String message, @Nullable Throwable fault);

    /** Hears that the server wants to end with this status. Returns at once. */
    void exit(int status);
}
