package serval.keyspace;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.sdk.event.EventClass;
import serval.sdk.type.Value;

/**
 * Finds a key's entry and puts another in its place. What was found stays good until keys are added or removed; then it is looked for
 * again.
 */
abstract class LocatedKey {
    final Db db;
    final ByteSlice name = new ByteSlice();
    byte[] array = name.array();
    int offset;
    int length;
    long hash;

    /** The state of the tables in which it was found, which also tells those from others. */
    long structure;

    long position;
    private boolean counted;
    boolean writing;

    LocatedKey(Db db) {
        this.db = db;
    }

    /** Points it at a name, nothing looked up yet. */
    final void point(byte[] array, int offset, int length) {
        // Often it is the one it was: to store a reference costs a collector's barrier.
        if (this.array != array) {
            this.array = array;
        }
        this.offset = offset;
        this.length = length;
        name.set(array, offset, length);
        hash = KeyHash.hash(array, offset, length);
        structure = Stamps.NONE;
        counted = false;
        writing = false;
    }

    final Db db() {
        return db;
    }

    public final ByteSlice name() {
        return name;
    }

    // Finding

    /** The entry, or null if there is none or it has expired. */
    final @Nullable Object find() {
        Tables now = db.tables();
        if (structure != now.structure) {
            locate(now);
            if (position >= 0) {
                long expiresAt = Entries.expiresAt(now.main.at(position));
                if (expiresAt >= 0 && expiresAt < db.keyspace().now()) {
                    foundExpired(now);
                }
            }
        }
        return position < 0 ? null : now.main.at(position);
    }

    private void locate(Tables now) {
        position = now.main.locate(hash, array, offset, length);
        structure = now.structure;
    }

    private void foundExpired(Tables now) {
        switch (db.keyspace().lookups().expire()) {
            case REMOVE -> {
                db.removeExpired(now, position, hash, name);
                position = -1;
                structure = now.structure;
            }
            case HIDE -> position = -1;
            case SHOW -> {}
        }
    }

    /** The entry as it lies in the table, expired or not: for whoever replaces it. */
    final @Nullable Object findToReplace() {
        Object entry = find();
        if (entry == null && position < 0) {
            locate(db.tables());
            entry = position < 0 ? null : db.tables().main.at(position);
        }
        return entry;
    }

    final @Nullable Object findToRead(boolean touch) {
        Object entry = find();
        if (!counted) {
            counted = true;
            if (entry == null) {
                db.statistics().misses++;
                db.listener().event(EventClass.KEY_MISS, "keymiss", db.database(), name);
            } else {
                db.statistics().hits++;
            }
        }
        if (entry != null && touch) {
            touch(entry);
        }
        return entry;
    }

    final @Nullable Object findToUpdate() {
        Object entry = find();
        if (entry != null) {
            touch(entry);
        }
        return entry;
    }

    private void touch(Object entry) {
        KeyspaceImpl keyspace = db.keyspace();
        if (keyspace.lookups().touch()) {
            int before = Entries.access(entry);
            int after = keyspace.accessClock().used(before);
            if (after != before) {
                Entries.access(entry, after);
            }
        }
    }

    final void openForWriting(Object entry) {
        writing = true;
        Tables now = db.tables();
        if (now.isWalked()) {
            now.beforeChange(hash, entry);
        }
    }

    /** An entry of this key, which shares what it can with the one before it if there is one. */
    final Entry entry(@Nullable Object before, Value value, long expiresAt, int access) {
        return Entry.of(before, array, offset, length, value, expiresAt, access);
    }

    final int freshAccess(@Nullable Object before) {
        return before != null && db.keyspace().directives().isLfu()
                ? Entries.access(before)
                : db.keyspace().accessClock().fresh();
    }

    /** Puts an entry in the place of another, if there was one; {@code edited} if it was made of that one's value. */
    final void place(@Nullable Object before, Object entry, boolean edited) {
        writing = true;
        Tables now = db.tables();
        if (before == null) {
            db.keyspace().settleOpened();
            now.add(hash, entry);
            locate(now);
            db.created(name);
        } else {
            db.keyspace().settleOpened();
            now.replace(position, hash, before, entry);
            db.replaced(name, edited, !Entries.areOfOneType(before, entry));
        }
    }
}
