package serval.keyspace;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.type.Value;

/**
 * The contents of one database: all entries, those of them that expire, and what they weigh. SWAPDB exchanges contents, FLUSHDB
 * drops them.
 */
final class Tables {
    /** Values of more bytes than this are unlikely to be found in the processor's caches. */
    static final long LARGE = 256 * 1024;

    final KeyTable main = new KeyTable();
    final KeyTable expiring = new KeyTable();
    final TypeCounts types = new TypeCounts();

    /** Another one with every addition and removal, and in all other tables: positions found before are void. */
    long structure;

    private final Stamps stamps;
    private final ByteSlice scratch = new ByteSlice();
    private long entryBytes;
    private boolean anyLarge;
    private SnapshotWalk @Nullable [] walks;

    Tables(Stamps stamps) {
        this.stamps = stamps;
        structure = stamps.next();
    }

    long entryBytes() {
        return entryBytes;
    }

    long tableBytes() {
        return main.bytes() + expiring.bytes();
    }

    /** Whether a value that weighs more than {@link #LARGE} has been seen here. */
    boolean isAnyLarge() {
        return anyLarge;
    }

    /** Corrects the weight of an entry that was changed in place. */
    void weigh(long difference) {
        entryBytes += difference;
    }

    /** Corrects the weight of an entry whose value has come to weigh this much. */
    void weigh(long difference, long weight) {
        entryBytes += difference;
        if (weight > LARGE) {
            anyLarge = true;
        }
    }

    void add(long hash, Object entry) {
        if (walks != null) {
            tellAdded(hash);
        }
        main.add(hash, entry);
        structure = stamps.next();
        long weight = Entries.bytes(entry);
        weigh(weight, weight);
        if (entry instanceof Entry own) {
            types.add(own.value);
        }
        if (Entries.expiresAt(entry) >= 0) {
            expiring.add(hash, entry);
        }
    }

    /** Puts an entry in the place of another one of the same key. */
    void replace(long position, long hash, Object before, Object entry) {
        if (walks != null) {
            beforeChange(hash, before);
        }
        main.set(position, entry);
        long weight = Entries.bytes(entry);
        weigh(weight - Entries.bytes(before), weight);
        if (before instanceof Entry old) {
            types.remove(old.value);
        }
        if (entry instanceof Entry own) {
            types.add(own.value);
        }
        moveExpiry(hash, before, Entries.expiresAt(before), entry, Entries.expiresAt(entry));
    }

    /** Puts a converted value in the place of its original: the key holds the same as before, in another form. */
    void exchange(Entry entry, Value converted) {
        Value original = entry.value;
        entryBytes += converted.bytes() - original.bytes();
        types.remove(original);
        types.add(converted);
        entry.value = converted;
    }

    /** Follows a change of expiry, or of the object that stands for a key that expires. */
    void moveExpiry(long hash, Object before, long expiredAt, Object entry, long expiresAt) {
        if (expiredAt < 0 && expiresAt < 0) {
            return;
        }
        Entries.key(entry, scratch);
        byte[] array = scratch.array();
        int offset = scratch.offset();
        int length = scratch.length();
        if (expiredAt < 0) {
            expiring.add(hash, entry);
        } else if (expiresAt < 0) {
            expiring.remove(hash, array, offset, length);
        } else if (before != entry) {
            expiring.put(hash, array, offset, length, entry);
        }
    }

    void removeAt(long position, long hash) {
        Object entry = main.at(position);
        if (walks != null) {
            beforeChange(hash, entry);
        }
        long weight = Entries.bytes(entry);
        if (Entries.expiresAt(entry) >= 0) {
            Entries.key(entry, scratch);
            expiring.remove(hash, scratch.array(), scratch.offset(), scratch.length());
        }
        main.removeAt(position);
        structure = stamps.next();
        entryBytes -= weight;
        if (entry instanceof Entry own) {
            types.remove(own.value);
        }
    }

    // Snapshots

    boolean isWalked() {
        return walks != null;
    }

    void startWalk(SnapshotWalk walk) {
        SnapshotWalk[] now = walks;
        SnapshotWalk[] next = now == null ? new SnapshotWalk[1] : java.util.Arrays.copyOf(now, now.length + 1);
        next[next.length - 1] = walk;
        walks = next;
    }

    void endWalk(SnapshotWalk walk) {
        SnapshotWalk[] now = walks;
        if (now != null) {
            SnapshotWalk[] next =
                    java.util.Arrays.stream(now).filter(one -> one != walk).toArray(SnapshotWalk[]::new);
            walks = next.length == 0 ? null : next;
        }
    }

    /** An entry is about to be changed, replaced or removed. */
    void beforeChange(long hash, Object entry) {
        SnapshotWalk[] now = walks;
        if (now != null) {
            for (SnapshotWalk walk : now) {
                walk.beforeChange(hash, entry);
            }
        }
    }

    private void tellAdded(long hash) {
        SnapshotWalk[] now = walks;
        if (now != null) {
            for (SnapshotWalk walk : now) {
                walk.added(hash);
            }
        }
    }
}
