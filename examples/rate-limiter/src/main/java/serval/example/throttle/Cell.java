package serval.example.throttle;

/**
 * A decision of the generic cell rate algorithm (GCRA).
 *
 * <p>All that is kept of the past is one time, the <em>theoretical arrival time</em>: when the next action would be due if actions came
 * evenly. Each action moves it on by the interval between actions. An action is refused if that would take it further
 * ahead of the present than the burst allows.
 *
 * @param limited whether the action is refused
 * @param limit how many actions fit at once
 * @param remaining how many of those are left
 * @param retryAfter nanoseconds until the same action would be allowed; -1 if it is allowed, or never will be
 * @param resetAfter nanoseconds until all of the limit is there again; negative if that is long past
 * @param arrival the theoretical arrival time to keep, in nanoseconds since 1970
 */
record Cell(boolean limited, long limit, long remaining, long retryAfter, long resetAfter, long arrival) {
    /** Stands for no arrival time kept. */
    static final long NONE = -1;

    private static final long NANOS = 1_000_000_000;

    /**
     * Decides.
     *
     * @param arrival the time kept, or {@link #NONE}
     * @param now nanoseconds since 1970
     * @param maxBurst actions beyond the first that may come at once
     * @param count actions in each {@code period}
     * @param period seconds
     * @param quantity how many actions are asked for; 0 looks without taking
     * @throws ArithmeticException if the numbers do not fit into 64 bits of nanoseconds, or if there is no rate
     */
    static Cell decide(long arrival, long now, long maxBurst, long count, long period, long quantity) {
        long interval = (long) ((double) Math.multiplyExact(period, NANOS) / count);
        if (interval <= 0) {
            throw new ArithmeticException("no interval between actions");
        }
        long limit = Math.addExact(maxBurst, 1);
        long tolerance = Math.multiplyExact(interval, limit);
        long increment = Math.multiplyExact(interval, quantity);
        long due = arrival == NONE ? now : arrival;
        long next = Math.addExact(Math.max(now, due), increment);
        long tooEarly = Math.subtractExact(next, tolerance) - now;
        boolean limited = tooEarly > 0;
        long retryAfter = limited && increment <= tolerance ? tooEarly : -1;
        long reset = (limited ? due : next) - now;
        long free = tolerance - reset;
        long remaining = free > -interval ? free / interval : 0;
        return new Cell(limited, limit, remaining, retryAfter, reset, next);
    }

    /** Whole seconds, rounded up from the millisecond on, so that nobody comes back too early; -1 stays. */
    static long seconds(long nanos) {
        long whole = nanos / NANOS;
        if (nanos == -1) {
            return -1;
        }
        return nanos % NANOS >= 1_000_000 ? whole + 1 : whole;
    }
}
