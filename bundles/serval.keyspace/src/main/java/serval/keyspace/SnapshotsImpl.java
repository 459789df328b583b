package serval.keyspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import serval.sdk.type.ValueType;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.Snapshot;
import serval.spi.snapshot.SnapshotTarget;
import serval.spi.snapshot.Snapshots;

/** Snapshots of all databases, one after another, each walked in slices. */
final class SnapshotsImpl implements Snapshots {
    private final KeyspaceImpl keyspace;
    private final List<Walks> open = new ArrayList<>();

    SnapshotsImpl(KeyspaceImpl keyspace) {
        this.keyspace = keyspace;
    }

    @Override
    public Snapshot open(SlotRange slots, SnapshotTarget target) {
        keyspace.forgetOpened();
        List<SnapshotWalk> walks = new ArrayList<>();
        for (Db db : keyspace.used()) {
            if (db != null) {
                walks.add(new SnapshotWalk(keyspace, db, slots, target));
            }
        }
        Walks opened = new Walks(walks, target);
        open.add(opened);
        return opened;
    }

    /** Whether values that any of these types made are in a snapshot that is not closed yet. */
    boolean haveAny(List<ValueType<?>> types) {
        for (Walks one : open) {
            for (ValueType<?> type : types) {
                if (one.types.contains(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    private final class Walks implements Snapshot {
        private final List<SnapshotWalk> walks;
        private final SnapshotTarget target;

        /** Whose values were there when it was opened. */
        private final Set<ValueType<?>> types = Collections.newSetFromMap(new IdentityHashMap<>());

        private int current;
        private boolean complete;

        Walks(List<SnapshotWalk> walks, SnapshotTarget target) {
            this.walks = walks;
            this.target = target;
            walks.forEach(walk -> walk.types(types::add));
        }

        @Override
        public boolean step(int budget) {
            long left = budget;
            while (left > 0 && current < walks.size()) {
                SnapshotWalk walk = walks.get(current);
                if (walk.isComplete()) {
                    current++;
                } else {
                    left -= walk.step(left);
                }
            }
            if (current == walks.size() && !complete) {
                complete = true;
                target.complete();
            }
            return complete;
        }

        @Override
        public long done() {
            long sum = 0;
            for (SnapshotWalk walk : walks) {
                sum += walk.given();
            }
            return sum;
        }

        @Override
        public long total() {
            long sum = 0;
            for (SnapshotWalk walk : walks) {
                sum += walk.total();
            }
            return sum;
        }

        @Override
        public void close() {
            walks.forEach(SnapshotWalk::close);
            complete = true;
            types.clear();
            open.remove(this);
        }
    }
}
