package serval.keyspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.spi.keyspace.Watch;

/** The keys that are being watched, by name. While there are none a change costs one comparison. */
final class WatchIndex {
    private final KeyspaceImpl keyspace;
    private final Map<Name, List<Watched>> byName = new HashMap<>();

    WatchIndex(KeyspaceImpl keyspace) {
        this.keyspace = keyspace;
    }

    Watch watch(int database, byte[] key) {
        Name name = new Name(database, key);
        Watched watched = new Watched(name, keyspace.isExpired(database, key));
        byName.computeIfAbsent(name, none -> new ArrayList<>(1)).add(watched);
        return watched;
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** A key changed. {@code expired} tells that it went because its time was up. */
    void touch(int database, ByteSlice key, boolean expired) {
        List<Watched> all = byName.get(new Name(database, key.copy()));
        if (all != null) {
            for (Watched watched : all) {
                if (expired && watched.wasExpired) {
                    // It was as good as missing when it was watched, and is missing now.
                    watched.wasExpired = false;
                } else {
                    watched.touched = true;
                }
            }
        }
    }

    /**
     * Contents changed as a whole: touched are the keys that are in either. A key whose time is up counts as missing before
     * and after, so for it nothing changes.
     */
    void touchAll(int database, Tables before, @Nullable Tables after) {
        for (Map.Entry<Name, List<Watched>> entry : byName.entrySet()) {
            Name name = entry.getKey();
            if (name.database != database) {
                continue;
            }
            Object old = find(before, name.key);
            Object next = after == null ? null : find(after, name.key);
            if (old != null || next != null) {
                for (Watched watched : entry.getValue()) {
                    watched.replaced(old, next);
                }
            }
        }
    }

    private static @Nullable Object find(Tables tables, byte[] key) {
        return tables.main.find(serval.bytes.KeyHash.hash(key, 0, key.length), key, 0, key.length);
    }

    private record Name(int database, byte[] key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && name.database == database && Arrays.equals(name.key, key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key) * 31 + database;
        }
    }

    private final class Watched implements Watch {
        private final Name name;
        private boolean wasExpired;
        private boolean touched;

        Watched(Name name, boolean wasExpired) {
            this.name = name;
            this.wasExpired = wasExpired;
        }

        /** What the key held gives way to something else, either of which may be nothing. */
        private void replaced(@Nullable Object old, @Nullable Object next) {
            boolean wasMissing = wasExpired || old == null;
            boolean isMissing = next == null || keyspace.isExpired(next);
            if (wasMissing && isMissing) {
                wasExpired = next != null;
            } else {
                touched = true;
            }
        }

        @Override
        public int database() {
            return name.database;
        }

        @Override
        public byte[] key() {
            return name.key;
        }

        @Override
        public boolean isTouched() {
            return touched || !wasExpired && keyspace.isExpired(name.database, name.key);
        }

        @Override
        public void close() {
            List<Watched> all = byName.get(name);
            if (all != null && all.remove(this) && all.isEmpty()) {
                byName.remove(name);
            }
        }
    }
}
