package serval.spi.engine;

/** The service that tells time; tests put another one in its place. */
public interface ServerClock {
    /** Milliseconds since 1970. */
    long millis();

    /** Microseconds since 1970. */
    long micros();

    /** Nanoseconds of a clock that only goes forward. */
    long nanos();
}
