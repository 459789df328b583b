package serval.keyspace;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The 24 bits by which eviction knows how lately or how often a key was used: seconds for LRU; for LFU minutes in the upper sixteen and
 * a logarithmic counter in the lower eight, as Redis keeps them.
 */
final class AccessClock {
    private static final int MASK = 0xff_ffff;
    private static final int NEW_COUNTER = 5;

    private final KeyspaceDirectives directives;
    private long now;

    AccessClock(KeyspaceDirectives directives) {
        this.directives = directives;
    }

    void now(long millis) {
        now = millis;
    }

    /** The value of a key that has just been made. */
    int fresh() {
        return directives.isLfu() ? minutes() << 8 | NEW_COUNTER : seconds();
    }

    /** The value of a key that has just been used. */
    int used(int access) {
        if (!directives.isLfu()) {
            return seconds();
        }
        return minutes() << 8 | increased(frequency(access));
    }

    /** Seconds since a key was used. */
    long idleSeconds(int access) {
        return seconds() - access & MASK;
    }

    /** The value of a key that has not been used for so many seconds. */
    int idleFor(long seconds) {
        return (int) (seconds() - seconds & MASK);
    }

    /** The value of a key with this counter. */
    int withFrequency(int counter) {
        return minutes() << 8 | counter;
    }

    /** The counter of a key, less what has faded since it was used. */
    int frequency(int access) {
        int counter = access & 0xff;
        long decay = directives.lfuDecayTime.value();
        if (decay == 0) {
            return counter;
        }
        long periods = (minutes() - (access >>> 8) & 0xffff) / decay;
        return (int) Math.max(0, counter - periods);
    }

    private int increased(int counter) {
        if (counter == 255) {
            return 255;
        }
        double base = Math.max(0, counter - NEW_COUNTER);
        double chance = 1.0 / (base * directives.lfuLogFactor.value() + 1);
        return ThreadLocalRandom.current().nextDouble() < chance ? counter + 1 : counter;
    }

    private int seconds() {
        return (int) (now / 1000 & MASK);
    }

    private int minutes() {
        return (int) (now / 60_000 & 0xffff);
    }
}
