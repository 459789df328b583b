package serval.keyspace;

import java.util.ArrayList;
import java.util.List;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.Snapshot;
import serval.spi.snapshot.SnapshotTarget;
import serval.spi.snapshot.Snapshots;

/** Snapshots of all databases, one after another, each walked in slices. */
final class SnapshotsImpl implements Snapshots {
    private final KeyspaceImpl keyspace;

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
        return new Walks(walks, target);
    }

    private static final class Walks implements Snapshot {
        private final List<SnapshotWalk> walks;
        private final SnapshotTarget target;
        private int current;
        private boolean complete;

        Walks(List<SnapshotWalk> walks, SnapshotTarget target) {
            this.walks = walks;
            this.target = target;
        }

        @Override
        public boolean step(int budget) {
            long left = budget;
            while (left > 0 && current < walks.size()) {
                SnapshotWalk walk = walks.get(current);
                if (walk.isComplete()) {
                    current++;
                } else {
                    left -= walk.step();
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
        }
    }
}
