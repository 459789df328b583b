package serval.keyspace;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;

/**
 * Makes room by {@code maxmemory-policy}, in Redis' way: samples of each database go into a small pool of the best candidates, which
 * is remembered from one eviction to the next, and the best that is still there goes.
 */
final class Eviction {
    private static final int POOL = 16;

    private final KeyspaceImpl keyspace;
    private final byte @Nullable [][] poolKeys = new byte[POOL][];
    private final int[] poolDatabases = new int[POOL];
    private final long[] poolScores = new long[POOL];
    private int pooled;
    private int nextDatabase;
    private @Nullable Object[] samples = new Object[0];
    private final ByteSlice key = new ByteSlice();
    private int scoredPolicy = -1;

    Eviction(KeyspaceImpl keyspace) {
        this.keyspace = keyspace;
    }

    /** Removes keys until there is room, or time is up; returns false if nothing is left to remove. */
    boolean makeRoom() {
        long most = keyspace.directives().maxmemory.value();
        if (inUse() <= most) {
            return true;
        }
        int policy = keyspace.directives().policy.value();
        if (policy == KeyspaceDirectives.NO_EVICTION) {
            return false;
        }
        if (policy != scoredPolicy) {
            pooled = 0;
            scoredPolicy = policy;
        }
        long ends = System.nanoTime() + limitNanos();
        for (int removed = 0; inUse() > most; removed++) {
            if (!removeOne(policy)) {
                return false;
            }
            if ((removed & 15) == 15 && System.nanoTime() - ends > 0) {
                // The rest is for the calls to come: this one goes on.
                return true;
            }
        }
        return true;
    }

    private long inUse() {
        return keyspace.memory().used() - keyspace.memory().notCounted();
    }

    /** Half a millisecond, growing with {@code maxmemory-eviction-tenacity} as in Redis. */
    private long limitNanos() {
        long tenacity = keyspace.directives().tenacity.value();
        if (tenacity <= 10) {
            return 50_000 * tenacity;
        }
        if (tenacity < 100) {
            return (long) (500_000.0 * Math.pow(1.15, tenacity - 10.0));
        }
        return Long.MAX_VALUE / 2;
    }

    private boolean removeOne(int policy) {
        boolean random = policy == KeyspaceDirectives.ALLKEYS_RANDOM || policy == KeyspaceDirectives.VOLATILE_RANDOM;
        return random ? removeRandom() : removeBest(policy);
    }

    private boolean removeRandom() {
        Db[] databases = keyspace.used();
        for (int i = 0; i < databases.length; i++) {
            Db db = databases[nextDatabase++ % databases.length];
            if (db != null) {
                Object entry = table(db).random(ThreadLocalRandom.current());
                if (entry != null) {
                    Entries.key(entry, key);
                    db.removeEvicted(key.length() == 0 ? key : new ByteSlice(key.copy()));
                    return true;
                }
            }
        }
        return false;
    }

    private KeyTable table(Db db) {
        return keyspace.directives().isVolatile() ? db.tables().expiring : db.tables().main;
    }

    private boolean removeBest(int policy) {
        while (true) {
            long candidates = 0;
            for (Db db : keyspace.used()) {
                if (db != null && !table(db).isEmpty()) {
                    candidates += table(db).size();
                    fill(db, policy);
                }
            }
            if (candidates == 0) {
                return false;
            }
            while (pooled > 0) {
                pooled--;
                byte[] name = poolKeys[pooled];
                poolKeys[pooled] = null;
                Db db = keyspace.db(poolDatabases[pooled]);
                long hash = serval.bytes.KeyHash.hash(name, 0, name.length);
                if (table(db).find(hash, name, 0, name.length) != null) {
                    db.removeEvicted(new ByteSlice(name));
                    return true;
                }
            }
        }
    }

    private void fill(Db db, int policy) {
        int wanted = (int) Math.min(64, keyspace.directives().samples.value());
        if (samples.length != wanted) {
            samples = new Object[wanted];
        }
        int count = table(db).sample(ThreadLocalRandom.current(), samples);
        for (int i = 0; i < count; i++) {
            Object entry = samples[i];
            samples[i] = null;
            if (entry != null) {
                offer(db.database(), entry, score(entry, policy));
            }
        }
    }

    /** The higher, the sooner a key goes. */
    private long score(Object entry, int policy) {
        return switch (policy) {
            case KeyspaceDirectives.ALLKEYS_LRU, KeyspaceDirectives.VOLATILE_LRU ->
                keyspace.accessClock().idleSeconds(Entries.access(entry));
            case KeyspaceDirectives.ALLKEYS_LFU, KeyspaceDirectives.VOLATILE_LFU ->
                255 - keyspace.accessClock().frequency(Entries.access(entry));
            default -> Long.MAX_VALUE - Entries.expiresAt(entry);
        };
    }

    /** Puts a candidate in its place in the pool, which is ordered with the best at the end. */
    private void offer(int database, Object entry, long score) {
        int at = 0;
        while (at < pooled && poolScores[at] < score) {
            at++;
        }
        if (at == 0 && pooled == POOL) {
            return;
        }
        Entries.key(entry, key);
        for (int i = 0; i < pooled; i++) {
            if (poolDatabases[i] == database && key.sameAs(poolKeys[i])) {
                return;
            }
        }
        byte[] name = key.copy();
        if (pooled < POOL) {
            move(at, at + 1, pooled - at);
            pooled++;
        } else {
            at--;
            move(1, 0, at);
        }
        poolKeys[at] = name;
        poolDatabases[at] = database;
        poolScores[at] = score;
    }

    private void move(int from, int to, int count) {
        System.arraycopy(poolKeys, from, poolKeys, to, count);
        System.arraycopy(poolDatabases, from, poolDatabases, to, count);
        System.arraycopy(poolScores, from, poolScores, to, count);
    }
}
