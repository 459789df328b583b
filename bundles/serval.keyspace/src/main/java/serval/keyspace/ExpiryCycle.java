package serval.keyspace;

import java.util.ArrayList;
import java.util.List;
import serval.bytes.ByteSlice;

/**
 * Removes keys whose time is up though nobody asks for them. It walks the tables of expiring keys round and round, some keys at a time,
 * and stays with a database as long as more than a tenth of what it finds there has expired and time is left.
 */
final class ExpiryCycle {
    private static final int KEYS_PER_ROUND = 20;
    private static final int BUCKETS_PER_ROUND = 400;
    private static final int WORTHWHILE_PERCENT = 10;

    private final KeyspaceImpl keyspace;
    private final List<Object> found = new ArrayList<>();
    private final ByteSlice key = new ByteSlice();
    private int nextDatabase;

    ExpiryCycle(KeyspaceImpl keyspace) {
        this.keyspace = keyspace;
    }

    long run(long nanos) {
        long ends = System.nanoTime() + nanos;
        long removed = 0;
        long sampled = 0;
        long stale = 0;
        int count = keyspace.used().length;
        int effort = (int) keyspace.directives().expireEffort.value() - 1;
        int perRound = KEYS_PER_ROUND + KEYS_PER_ROUND / 4 * effort;
        int worthwhile = WORTHWHILE_PERCENT - effort;
        for (int i = 0; i < count; i++) {
            Db db = keyspace.used()[nextDatabase++ % count];
            if (db == null) {
                continue;
            }
            while (db.expiring() > 0) {
                long before = removed;
                int looked = round(db, perRound);
                removed += expiredInRound;
                sampled += looked;
                stale += removed - before;
                if (System.nanoTime() - ends > 0) {
                    keyspace.statistics().expiryTimeCapReached++;
                    i = count;
                    break;
                }
                if (looked == 0 || (removed - before) * 100 <= (long) looked * worthwhile) {
                    break;
                }
            }
        }
        double percent = sampled == 0 ? 0 : stale * 100.0 / sampled;
        keyspace.statistics().expiredStalePercent = percent * 0.05 + keyspace.statistics().expiredStalePercent * 0.95;
        return removed;
    }

    private int expiredInRound;

    /** Looks at some keys of a database; returns how many. */
    private int round(Db db, int most) {
        expiredInRound = 0;
        int looked = 0;
        long ttl = 0;
        int alive = 0;
        Tables tables = db.tables();
        for (int bucket = 0; bucket < BUCKETS_PER_ROUND && looked < most; bucket++) {
            found.clear();
            db.expiryCursor(tables.expiring.scan(db.expiryCursor(), found::add));
            for (Object entry : found) {
                looked++;
                long left = Entries.expiresAt(entry) - keyspace.now();
                if (left < 0) {
                    remove(db, tables, entry);
                    expiredInRound++;
                } else {
                    ttl += left;
                    alive++;
                }
            }
            if (db.expiryCursor() == 0) {
                break;
            }
        }
        found.clear();
        if (alive > 0) {
            db.sampledTtl(ttl / alive);
        }
        return looked;
    }

    private void remove(Db db, Tables tables, Object entry) {
        Entries.key(entry, key);
        long hash = Entries.hash(entry);
        long position = tables.main.locate(hash, key.array(), key.offset(), key.length());
        if (position >= 0) {
            db.removeExpired(tables, position, hash, key);
        }
    }
}
