package serval.example.filters;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.type.ValueType;

/**
 * A cuckoo filter that grows. An element is an octet, its fingerprint, in one of two buckets; from either bucket and the
 * fingerprint the other follows. Where both are full, fingerprints are moved to their other buckets until one finds room.
 *
 * <p>Which fingerprint moves is not left to chance: a command repeated on a copy leaves the same bytes.
 */
final class Cuckoo extends Filter {
    static final FilterType<Cuckoo> TYPE = new FilterType<>("exCuckoo1", Cuckoo::empty, Cuckoo::of, Cuckoo::copy);

    /** What {@link #add} found. */
    enum Outcome {
        ADDED,
        /** There is no room and it may not grow. */
        FULL,
        /** There is no room and it has grown as often as it may. */
        NO_MORE
    }

    /** What a filter has that nobody asked anything of. */
    static final class Defaults {
        static final long CAPACITY = 1024;
        static final int BUCKET_SIZE = 2;
        static final int MAX_ITERATIONS = 20;
        static final int EXPANSION = 1;

        private Defaults() {}
    }

    static final int MOST_PARTS = 32;
    private static final int HEAD = 7;

    private final long firstBuckets;
    private final int bucketSize;
    private final int maxIterations;
    private final int expansion;
    private long items;
    private long deleted;

    private Cuckoo(long firstBuckets, int bucketSize, int maxIterations, int expansion) {
        this.firstBuckets = firstBuckets;
        this.bucketSize = bucketSize;
        this.maxIterations = maxIterations;
        this.expansion = expansion;
    }

    /**
     * An empty filter.
     *
     * @param expansion 0 for one that does not grow; otherwise taken to the next power of two
     * @return null if there is no memory for it
     */
    static @Nullable Cuckoo create(long capacity, int bucketSize, int maxIterations, int expansion) {
        Cuckoo cuckoo = new Cuckoo(powerOfTwo(Math.ceilDiv(capacity, bucketSize)), bucketSize, maxIterations, (int)
                (expansion == 0 ? 0 : powerOfTwo(expansion)));
        return cuckoo.addPart(cuckoo.firstBuckets * bucketSize) ? cuckoo : null;
    }

    private static Cuckoo empty() {
        return new Cuckoo(
                powerOfTwo(Defaults.CAPACITY / Defaults.BUCKET_SIZE),
                Defaults.BUCKET_SIZE,
                Defaults.MAX_ITERATIONS,
                Defaults.EXPANSION);
    }

    private static long powerOfTwo(long least) {
        return least <= 1 ? 1 : Long.highestOneBit(least - 1) << 1;
    }

    /** A filter with this head and empty buckets, or null if the numbers make no sense. */
    private static @Nullable Cuckoo of(long[] head) {
        if (head.length != HEAD
                || (head[0] < 1 || head[0] > MOST || Long.bitCount(head[0]) != 1)
                || (head[1] < 1 || head[1] > 255)
                || (head[2] < 1 || head[2] > 65535)
                || (head[3] < 0 || head[3] > Short.MAX_VALUE + 1 || Long.bitCount(head[3]) > 1)
                || (head[4] < 0 || head[4] > MOST_PARTS || head[5] < 0 || head[6] < 0)) {
            return null;
        }
        Cuckoo cuckoo = new Cuckoo(head[0], (int) head[1], (int) head[2], (int) head[3]);
        long slots = 0;
        for (int i = 0; i < head[4]; i++) {
            long size = cuckoo.nextSize();
            if (size < 0 || !cuckoo.addPart(size)) {
                return null;
            }
            slots += size;
        }
        if (head[5] > slots) {
            return null;
        }
        cuckoo.items = head[5];
        cuckoo.deleted = head[6];
        return cuckoo;
    }

    @Override
    long[] head() {
        return new long[] {firstBuckets, bucketSize, maxIterations, expansion, parts().size(), items, deleted};
    }

    private static Cuckoo copy(Cuckoo other) {
        Cuckoo copy = new Cuckoo(other.firstBuckets, other.bucketSize, other.maxIterations, other.expansion);
        copy.items = other.items;
        copy.deleted = other.deleted;
        copy.copyParts(other);
        return copy;
    }

    /** The bytes of the next sub-filter, or -1 if it would be too large. */
    private long nextSize() {
        long size = firstBuckets * bucketSize;
        for (int i = 0; i < parts().size(); i++) {
            size *= expansion;
            if (size <= 0 || size > MOST * 255) {
                return -1;
            }
        }
        return size;
    }

    private static int fingerprint(long hash) {
        return (int) Long.remainderUnsigned(hash, 255) + 1;
    }

    /** The other place of a fingerprint; only as many low bits count as there are buckets. */
    private static long other(long place, int fingerprint) {
        return place ^ fingerprint * 0x5bd1e995L;
    }

    private long bucket(Bits part, long place) {
        return (place & part.size() / bucketSize - 1) * bucketSize;
    }

    /** The slot of a bucket that holds an octet, or -1. */
    private long find(Bits part, long bucket, int octet) {
        for (long slot = bucket; slot < bucket + bucketSize; slot++) {
            if (part.octet(slot) == octet) {
                return slot;
            }
        }
        return -1;
    }

    private long findEither(Bits part, long hash, int fingerprint, int octet) {
        long slot = find(part, bucket(part, hash), octet);
        return slot >= 0 ? slot : find(part, bucket(part, other(hash, fingerprint)), octet);
    }

    /** Whether an element is in, or seems to be. */
    boolean has(ByteSlice item) {
        return count(item, true) > 0;
    }

    /** How often an element is in, or seems to be. */
    long count(ByteSlice item) {
        return count(item, false);
    }

    private long count(ByteSlice item, boolean once) {
        long hash = Bloom.hash(item);
        int fingerprint = fingerprint(hash);
        long count = 0;
        for (Bits part : parts()) {
            long one = bucket(part, hash);
            long two = bucket(part, other(hash, fingerprint));
            count += count(part, one, fingerprint) + (one == two ? 0 : count(part, two, fingerprint));
            if (once && count > 0) {
                return count;
            }
        }
        return count;
    }

    private long count(Bits part, long bucket, int fingerprint) {
        long count = 0;
        for (long slot = bucket; slot < bucket + bucketSize; slot++) {
            count += part.octet(slot) == fingerprint ? 1 : 0;
        }
        return count;
    }

    Outcome add(ByteSlice item) {
        long hash = Bloom.hash(item);
        int fingerprint = fingerprint(hash);
        for (int i = parts().size() - 1; i >= 0; i--) {
            long slot = findEither(part(i), hash, fingerprint, 0);
            if (slot >= 0) {
                return put(part(i), slot, fingerprint);
            }
        }
        if (!parts().isEmpty() && push(part(parts().size() - 1), hash, fingerprint)) {
            items++;
            return Outcome.ADDED;
        }
        if (expansion == 0 && !parts().isEmpty()) {
            return Outcome.FULL;
        }
        long size = nextSize();
        if (parts().size() >= MOST_PARTS || size < 0 || !addPart(size)) {
            return Outcome.NO_MORE;
        }
        Bits last = part(parts().size() - 1);
        return put(last, bucket(last, hash), fingerprint);
    }

    private Outcome put(Bits part, long slot, int fingerprint) {
        part.octet(slot, fingerprint);
        items++;
        return Outcome.ADDED;
    }

    /** Makes room by moving fingerprints on; takes all moves back if that leads nowhere. */
    private boolean push(Bits part, long hash, int fingerprint) {
        long[] moved = new long[maxIterations];
        long place = hash;
        int homeless = fingerprint;
        long chance = hash;
        for (int i = 0; i < maxIterations; i++) {
            long bucket = bucket(part, place);
            // Scattered, and yet the same each time.
            chance = chance * 0x5851f42d4c957f2dL + 0x14057b7ef767814fL;
            long slot = bucket + (chance >>> 33) % bucketSize;
            int victim = part.octet(slot);
            part.octet(slot, homeless);
            moved[i] = slot;
            homeless = victim;
            place = other(bucket / bucketSize, victim);
            long free = find(part, bucket(part, place), 0);
            if (free >= 0) {
                part.octet(free, homeless);
                return true;
            }
        }
        for (int i = maxIterations - 1; i >= 0; i--) {
            int victim = part.octet(moved[i]);
            part.octet(moved[i], homeless);
            homeless = victim;
        }
        return false;
    }

    /** Takes an element out once; false if it is not in. One that was never added may take another's place along. */
    boolean remove(ByteSlice item) {
        long hash = Bloom.hash(item);
        int fingerprint = fingerprint(hash);
        for (int i = parts().size() - 1; i >= 0; i--) {
            long slot = findEither(part(i), hash, fingerprint, fingerprint);
            if (slot >= 0) {
                part(i).octet(slot, 0);
                items--;
                deleted++;
                return true;
            }
        }
        return false;
    }

    long buckets() {
        return parts().stream().mapToLong(part -> part.size() / bucketSize).sum();
    }

    int bucketSize() {
        return bucketSize;
    }

    int maxIterations() {
        return maxIterations;
    }

    int expansion() {
        return expansion;
    }

    long items() {
        return items;
    }

    long deleted() {
        return deleted;
    }

    @Override
    public ValueType<?> type() {
        return TYPE;
    }
}
