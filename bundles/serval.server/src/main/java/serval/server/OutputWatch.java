package serval.server;

/** Tells when more has been queued for a client than its class may have: at once beyond the hard limit, beyond the soft one after a while. */
final class OutputWatch {
    private long softSince = -1;
    private boolean over;

    /**
     * Looks at what is queued; returns whether that has just become too much, which is told once.
     *
     * @param bytes what is queued
     * @param limit the limits of the client's class, 0 for none
     * @param now milliseconds since 1970
     */
    boolean exceeds(long bytes, OutputLimits.Limit limit, long now) {
        if (over || bytes == 0 || limit.hard() == 0 && limit.soft() == 0) {
            softSince = -1;
            return false;
        }
        if (limit.hard() > 0 && bytes >= limit.hard()) {
            over = true;
        } else if (limit.soft() > 0 && bytes >= limit.soft()) {
            if (softSince < 0) {
                softSince = now;
            }
            over = now - softSince > limit.seconds() * 1000;
        } else {
            softSince = -1;
        }
        return over;
    }
}
