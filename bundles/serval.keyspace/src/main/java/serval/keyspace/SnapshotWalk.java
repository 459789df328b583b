package serval.keyspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import serval.bytes.ByteSlice;
import serval.bytes.HashSlot;
import serval.sdk.type.Codec;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.SnapshotTarget;
import serval.structures.table.HashTable;

/**
 * A walk over the tables of one database for a snapshot. What is behind the walk has been given; of what is ahead, an entry that is
 * about to be changed is given first and remembered by its hash, as is an entry that was added since.
 */
final class SnapshotWalk {
    /** A value that weighs more goes to the target as a saver. */
    private static final long LARGE = 16 * 1024;

    /** How many entries are looked at together. */
    private static final int AT_ONCE = 64;
    /** Bytes that an entry has at least. */
    private static final int LEAST = 16;

    private static final long END = 1L << HashTable.CURSOR_BITS;

    private final KeyspaceImpl keyspace;
    private final int database;
    private final Tables tables;
    private final SlotRange slots;
    private final SnapshotTarget target;
    private final long total;
    private final HashSet done = new HashSet();
    private final ByteSlice key = new ByteSlice();
    private final ByteSlice string = new ByteSlice();
    private final List<Object> found = new ArrayList<>(2 * AT_ONCE);
    private final HashTable.Visitor<Object> find = found::add;
    private long[] hashes = new long[2 * AT_ONCE];
    /** What was read ahead comes to; kept so that it is read. */
    private long warmth;

    private long cursor;
    private long given;

    SnapshotWalk(KeyspaceImpl keyspace, Db db, SlotRange slots, SnapshotTarget target) {
        this.keyspace = keyspace;
        this.database = db.database();
        this.tables = db.tables();
        this.slots = slots;
        this.target = target;
        total = tables.main.size();
        if (total == 0) {
            cursor = END;
        } else {
            tables.startWalk(this);
        }
    }

    boolean isComplete() {
        return cursor == END;
    }

    /** Names the types that have values in the tables now. */
    void types(Consumer<ValueType<?>> visitor) {
        tables.types.forEach(visitor);
    }

    long given() {
        return given;
    }

    long total() {
        return total;
    }

    /** Gives some entries, as many as there are bytes left if they are small; returns about how many bytes they were. */
    long step(long budget) {
        long next = cursor;
        do {
            next = tables.main.scan(next, find);
        } while (next != 0 && found.size() < Math.min(AT_ONCE, budget / LEAST));
        leaveOutDone();
        long bytes = 0;
        for (int i = 0; i < found.size(); i++) {
            bytes += give(found.get(i));
        }
        found.clear();
        if (next == 0) {
            close();
        } else {
            cursor = next;
        }
        return bytes + 16;
    }

    /**
     * Takes those that were given already from what was found, in rounds whose reads do not depend on one another: the entries lie anywhere
     * in memory, and to wait for one after the other is most of a snapshot's work.
     */
    private void leaveOutDone() {
        int count = found.size();
        if (done.isEmpty()) {
            for (int i = 0; i < count; i++) {
                warmth += Entries.glance(found.get(i));
            }
            return;
        }
        if (hashes.length < count) {
            hashes = new long[count];
        }
        for (int i = 0; i < count; i++) {
            hashes[i] = Entries.hash(found.get(i));
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!done.contains(hashes[i])) {
                found.set(kept++, found.get(i));
            }
        }
        found.subList(kept, count).clear();
    }

    void close() {
        if (cursor != END) {
            cursor = END;
            tables.endWalk(this);
        }
    }

    /** An entry is about to be changed. */
    void beforeChange(long hash, Object entry) {
        if (HashTable.cursorOf(hash) >= cursor && done.add(hash)) {
            give(entry);
        }
    }

    /** An entry is added that the snapshot does not have. */
    void added(long hash) {
        if (HashTable.cursorOf(hash) >= cursor) {
            done.add(hash);
        }
    }

    private long give(Object entry) {
        Entries.key(entry, key);
        if (slots != SlotRange.ALL && !slots.contains(HashSlot.of(key.array(), key.offset(), key.length()))) {
            return 0;
        }
        given++;
        int access = Entries.access(entry);
        long idle = keyspace.directives().isLfu() ? -1 : keyspace.accessClock().idleSeconds(access);
        int frequency = keyspace.directives().isLfu() ? keyspace.accessClock().frequency(access) : -1;
        long expiresAt = Entries.expiresAt(entry);
        long bytes = Entries.bytes(entry);
        if (entry instanceof byte[]) {
            target.string(database, key, Entries.string(entry, string), expiresAt, idle, frequency);
        } else if (bytes <= LARGE) {
            target.entry(database, key, Entries.value(entry), expiresAt, idle, frequency);
        } else {
            Value value = ((Entry) entry).value;
            Codec.Saver saver = TypeRegistry.saver(value, target.rdbVersion());
            target.large(database, key.copy(), value, saver, expiresAt, idle, frequency);
        }
        return bytes;
    }

    /** A set of hashes: open addressing, nothing boxed. */
    private static final class HashSet {
        private long[] slots = new long[16];
        private int size;
        private boolean hasZero;

        boolean isEmpty() {
            return size == 0 && !hasZero;
        }

        boolean add(long hash) {
            if (hash == 0) {
                boolean was = hasZero;
                hasZero = true;
                return !was;
            }
            if (size * 2 >= slots.length) {
                grow();
            }
            int at = (int) hash & slots.length - 1;
            while (slots[at] != 0) {
                if (slots[at] == hash) {
                    return false;
                }
                at = at + 1 & slots.length - 1;
            }
            slots[at] = hash;
            size++;
            return true;
        }

        /** Whether it is in. */
        boolean contains(long hash) {
            if (hash == 0) {
                return hasZero;
            }
            int at = (int) hash & slots.length - 1;
            while (slots[at] != 0) {
                if (slots[at] == hash) {
                    return true;
                }
                at = at + 1 & slots.length - 1;
            }
            return false;
        }

        private void grow() {
            long[] before = slots;
            slots = new long[before.length * 2];
            size = 0;
            Arrays.stream(before).filter(hash -> hash != 0).forEach(this::add);
        }
    }
}
