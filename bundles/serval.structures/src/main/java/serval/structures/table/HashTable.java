package serval.structures.table;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash table for many millions of entries that grows and shrinks in small steps and can be walked while it does.
 *
 * <p><b>Shape.</b> A directory maps the leading bits of a hash to a {@link Segment} of at most some four thousand slots. A full
 * segment grows by half, and when it is at its size limit it splits in two by one more bit (extendible hashing); the directory
 * doubles when a segment needs a bit it does not have. Emptied segments shrink, merge with their buddy, and the directory
 * halves. One step moves at most one segment's entries, and no array is large. Size limits differ a little from segment
 * to segment, lest all of them split at once. Segments are between 60 and 90 percent full while a table grows, which
 * makes five to nine bytes for each entry beside the entry itself.
 *
 * <p><b>Entries</b> are whatever the subclass says: it knows an entry's hash and whether an entry has a given key. The table
 * stores no hashes, so the hash of an entry must never change and should be quick to find again. Subclasses should be final:
 * that lets the compiler see through both methods.
 *
 * <p><b>Positions.</b> {@link #locate} answers where an entry is; that number is good until the next addition or removal, and
 * {@link #set} is neither.
 *
 * <p><b>Order.</b> Entries lie in the order of the upper 48 bits of their hashes, as groups are contiguous ranges of the hash
 * space in whatever geometry. A {@linkplain #scan scan} cursor is such a 48-bit number: all before it has been
 * visited and nothing behind it, come what may in between.
 *
 * <p>Reading changes nothing. No method may be called from a {@link Visitor} other than those that read. Not thread-safe.
 *
 * @param <E> what an entry is
 */
public abstract class HashTable<E> {

    /** Told of entries, one after another. */
    @FunctionalInterface
    public interface Visitor<E> {

        /** Takes note of an entry. The table must not be changed meanwhile. */
        void visit(E entry);
    }

    /** How many upper bits of a hash a cursor has. */
    public static final int CURSOR_BITS = 48;

    private static final int UNUSED_BITS = 64 - CURSOR_BITS;
    private static final long CURSOR_END = 1L << CURSOR_BITS;

    /** Size limits of segments: this many groups, less up to seven such steps. */
    private static final int MAX_GROUPS = 586;

    private static final int GROUPS_STEP = 23;
    /** Two buddies merge when they have no more than this many entries together. */
    private static final int MERGED_COUNT = MAX_GROUPS * Segment.GROUP * 2 / 5;

    /** A table is prepared for no more entries in a segment than the smallest limit admits. */
    private static final int EXPECTED_PER_SEGMENT = (MAX_GROUPS - 7 * GROUPS_STEP) * Segment.GROUP * 4 / 5;

    private static final int MAX_DEPTH = 24;
    /** A directory longer than the size divided by this is the work of a bad hash; then segments grow instead. */
    private static final int FEWEST_PER_SEGMENT = 128;
    /** How many groups without entries one step of a scan skips. */
    private static final int GROUPS_PER_STEP = 16;

    private static final int RANDOM_TRIES = 128;
    private static final int TOUCHED_AHEAD = 64;

    /** This object: header, one reference, three ints and two longs. */
    private static final long SHALLOW_BYTES = 40;

    /** A power of two long. */
    private Segment[] directory;
    /** Its length's logarithm. */
    private int depth;
    /** How many segments are as deep as the directory. */
    private int deepest;
    /** No segment has more slots than this. */
    private int mostSlots;

    private long size;
    private long bytes;

    /** Creates an empty table, which takes some ninety bytes. */
    protected HashTable() {
        directory = new Segment[1];
        clear();
    }

    /** Returns the hash of an entry: the same one under which it was added. All 64 bits should be well mixed. */
    protected abstract long hashOf(E entry);

    /** Tells whether the entry's key is this range of bytes. */
    protected abstract boolean matches(E entry, byte[] key, int offset, int length);

    /** Returns the number of entries. */
    public final long size() {
        return size;
    }

    /** Tells whether there are no entries. */
    public final boolean isEmpty() {
        return size == 0;
    }

    /** Returns the bytes on the heap that the table takes, entries not included, with compact headers and 32-bit references. */
    public final long bytes() {
        return bytes;
    }

    /** Drops all entries in constant time; the collector does the rest. */
    public final void clear() {
        directory = new Segment[] {new Segment(0)};
        depth = 0;
        deepest = 1;
        mostSlots = 0;
        size = 0;
        bytes = SHALLOW_BYTES + directoryBytes() + directory[0].bytes();
    }

    /**
     * Prepares an empty table for so many entries; does nothing if there are some. It takes little memory, and is worth it above
     * all where entries come in the order of their hashes, as those of another table do: without it all of them go to one
     * segment, which has to grow and to split many times over.
     */
    public final void expect(long entries) {
        if (size > 0) {
            return;
        }
        int bits = 0;
        while (bits < MAX_DEPTH && entries >> bits > EXPECTED_PER_SEGMENT) {
            bits++;
        }
        directory = new Segment[1 << bits];
        int each = (int) Math.min(entries >> bits, EXPECTED_PER_SEGMENT) * 5 / 4;
        for (int i = 0; i < directory.length; i++) {
            directory[i] = new Segment(bits);
            directory[i].expect(bits == 0 ? 0 : each / Segment.GROUP + 1);
        }
        depth = bits;
        deepest = directory.length;
        mostSlots = Segment.GROUP;
        bytes = SHALLOW_BYTES + directoryBytes() + directory.length * directory[0].bytes();
    }

    // Finding and changing

    /** Returns the entry with this key, or null. */
    public final @Nullable E find(long hash, byte[] key, int offset, int length) {
        Segment segment = directory[index(hash)];
        long[] words = segment.words;
        long tag = Segment.tag(hash);
        int home = Segment.home(hash, segment.depth, words.length);
        int group = home;
        while (true) {
            long word = words[group];
            for (long found = Segment.matching(word, tag); found != 0; found &= found - 1) {
                E entry = entry(segment.slots, group * Segment.GROUP + Segment.slot(found));
                if (matches(entry, key, offset, length)) {
                    return entry;
                }
            }
            if (Segment.isLast(word)) {
                return null;
            }
            group = segment.next(group);
            if (group == home) {
                return null;
            }
        }
    }

    /** Returns the position of the entry with this key, or a negative number if there is none. */
    public final long locate(long hash, byte[] key, int offset, int length) {
        int index = index(hash);
        Segment segment = directory[index];
        long[] words = segment.words;
        long tag = Segment.tag(hash);
        int home = Segment.home(hash, segment.depth, words.length);
        int group = home;
        while (true) {
            long word = words[group];
            for (long found = Segment.matching(word, tag); found != 0; found &= found - 1) {
                int slot = group * Segment.GROUP + Segment.slot(found);
                if (matches(entry(segment.slots, slot), key, offset, length)) {
                    return (long) index << 32 | slot;
                }
            }
            if (Segment.isLast(word)) {
                return -1;
            }
            group = segment.next(group);
            if (group == home) {
                return -1;
            }
        }
    }

    /**
     * Reads what {@link #locate} will read for each of these hashes, so that a processor waits for memory once instead of
     * once for each. The result means nothing; it must be used for something lest the compiler drop the reads.
     */
    public final long warm(long[] hashes, int count) {
        long sum = 0;
        // The reads of one round do not depend on one another: that is all there is to it.
        for (int i = 0; i < count; i++) {
            Segment segment = directory[index(hashes[i])];
            long[] words = segment.words;
            int home = Segment.home(hashes[i], segment.depth, words.length);
            sum += words[home];
            if (segment.slots[home * Segment.GROUP] == null) {
                sum++;
            }
        }
        for (int i = 0; i < count; i++) {
            Segment segment = directory[index(hashes[i])];
            long[] words = segment.words;
            int home = Segment.home(hashes[i], segment.depth, words.length);
            long found = Segment.matching(words[home], Segment.tag(hashes[i]));
            if (found != 0) {
                sum += glance(entry(segment.slots, home * Segment.GROUP + Segment.slot(found)));
            }
        }
        return sum;
    }

    /** Reads a little of an entry; see {@link #warm}. */
    protected int glance(E entry) {
        return 0;
    }

    /** Returns the entry at a position that {@link #locate} gave. */
    public final E at(long position) {
        return entry(directory[(int) (position >>> 32)].slots, (int) position);
    }

    /** Replaces the entry at a position by one with the same key. Positions stay valid. */
    public final void set(long position, E entry) {
        Segment segment = directory[(int) (position >>> 32)];
        segment.own();
        segment.slots[(int) position] = entry;
    }

    /** Adds an entry whose key the table does not have. */
    public final void add(long hash, E entry) {
        Segment segment = directory[index(hash)];
        while (segment.count >= segment.limit) {
            makeRoom(index(hash), segment);
            segment = directory[index(hash)];
        }
        segment.own();
        segment.place(hash, entry);
        size++;
    }

    /** Adds an entry, or replaces the one with the same key; returns the entry replaced, or null. */
    public final @Nullable E put(long hash, byte[] key, int offset, int length, E entry) {
        long position = locate(hash, key, offset, length);
        if (position < 0) {
            add(hash, entry);
            return null;
        }
        E before = at(position);
        set(position, entry);
        return before;
    }

    /** Removes the entry with this key; returns it, or null if there is none. */
    public final @Nullable E remove(long hash, byte[] key, int offset, int length) {
        long position = locate(hash, key, offset, length);
        return position < 0 ? null : removeAt(position);
    }

    /** Removes and returns the entry at a position that {@link #locate} gave. */
    public final E removeAt(long position) {
        int index = (int) (position >>> 32);
        Segment segment = directory[index];
        int slot = (int) position;
        E entry = entry(segment.slots, slot);
        int group = slot / Segment.GROUP;
        // Nothing went past the group before: then the entry is at home, and nobody need ask for its hash.
        int home = Segment.isLast(segment.words[segment.previous(group)])
                ? group
                : Segment.home(hashOf(entry), segment.depth, segment.words.length);
        segment.own();
        segment.free(slot, home);
        size--;
        if (segment.count * 5L < segment.slots.length) {
            shrink(index, segment);
        }
        return entry;
    }

    // Walking

    /**
     * Returns the entries as they are now, to be visited one stretch after another while the table is changed at will. Takes time by
     * the number of segments only; a segment that is changed afterwards copies its references first. Entries themselves are
     * shared, so what has been frozen must not change: replace it by {@link #set}.
     */
    public final Frozen<E> freeze() {
        @Nullable Object[][] stretches = new @Nullable Object[directory.length][];
        int count = 0;
        for (int index = 0; index < directory.length; index += 1 << depth - directory[index].depth) {
            Segment segment = directory[index];
            if (segment.count > 0) {
                segment.shared = true;
                stretches[count++] = segment.slots;
            }
        }
        return new Frozen<>(stretches, count, size);
    }

    /** Visits all entries. */
    public final void forEach(Visitor<? super E> visitor) {
        for (int index = 0; index < directory.length; index += 1 << depth - directory[index].depth) {
            for (@Nullable Object entry : directory[index].slots) {
                if (entry != null) {
                    visitor.visit(cast(entry));
                }
            }
        }
    }

    /** Returns where in the order of {@link #scan} an entry with this hash comes: visited if below the cursor. */
    public static long cursorOf(long hash) {
        return hash >>> UNUSED_BITS;
    }

    /**
     * Visits the few entries behind a cursor and returns the cursor to go on with, or 0 when all have been visited.
     *
     * <p>Start with 0. The cursor is all there is to remember, and the table may change freely between two calls: an entry
     * that was there from the first call to the last has been visited exactly once, and any entry at most once for each
     * time that it was added. Visited are the entries with {@code cursor <= cursorOf(hash) < result}, about five of
     * them; none when a stretch is empty. A number that is no cursor is treated as one, or as the end if it has more
     * than 48 bits.
     */
    public final long scan(long cursor, Visitor<? super E> visitor) {
        long at = cursor;
        for (int step = 0; step < GROUPS_PER_STEP && at >>> CURSOR_BITS == 0; step++) {
            Segment segment = directory[index(at << UNUSED_BITS)];
            int groups = segment.words.length;
            int group = Segment.home(at << UNUSED_BITS, segment.depth, groups);
            long base = at & -(CURSOR_END >>> segment.depth);
            boolean partly = at > base + Segment.start(group, segment.depth, groups);
            boolean any = segment.count > 0 && visitGroup(segment, group, partly ? at : base, partly, visitor);
            at = base
                    + (segment.count > 0
                            ? Segment.start(group + 1, segment.depth, groups)
                            : CURSOR_END >>> segment.depth);
            if (any) {
                break;
            }
        }
        return at >>> CURSOR_BITS != 0 ? 0 : at;
    }

    /** Visits the entries whose home is a group; of those, if {@code partly}, the ones from a cursor on. */
    private boolean visitGroup(Segment segment, int group, long from, boolean partly, Visitor<? super E> visitor) {
        long[] words = segment.words;
        boolean any = false;
        if (!partly && Segment.isLast(words[group]) && Segment.isLast(words[segment.previous(group)])) {
            for (long taken = Segment.occupied(words[group]); taken != 0; taken &= taken - 1) {
                visitor.visit(entry(segment.slots, group * Segment.GROUP + Segment.slot(taken)));
                any = true;
            }
            return any;
        }
        int at = group;
        while (true) {
            for (long taken = Segment.occupied(words[at]); taken != 0; taken &= taken - 1) {
                E entry = entry(segment.slots, at * Segment.GROUP + Segment.slot(taken));
                long hash = hashOf(entry);
                if (Segment.home(hash, segment.depth, words.length) == group && cursorOf(hash) >= from) {
                    visitor.visit(entry);
                    any = true;
                }
            }
            boolean last = Segment.isLast(words[at]);
            at = segment.next(at);
            if (last || at == group) {
                return any;
            }
        }
    }

    /** Returns an entry, each with the same probability, or null if the table is empty. Expected time is constant. */
    public final @Nullable E random(RandomGenerator random) {
        if (size == 0) {
            return null;
        }
        for (int i = 0; i < RANDOM_TRIES; i++) {
            long bits = random.nextLong();
            int index = index(bits);
            Segment segment = directory[index];
            // All segments count the same, however many directory places they have: only the first place is valid.
            int slot = (int) ((bits & 0xFFFFFFFFL) * mostSlots >>> 32);
            if ((index & (1 << depth - segment.depth) - 1) == 0 && slot < segment.slots.length) {
                @Nullable Object entry = segment.slots[slot];
                if (entry != null) {
                    return cast(entry);
                }
            }
        }
        return nth(random.nextLong(size));
    }

    private E nth(long rank) {
        long left = rank;
        int index = 0;
        Segment segment = directory[0];
        while (left >= segment.count) {
            left -= segment.count;
            index += 1 << depth - segment.depth;
            segment = directory[index];
        }
        for (@Nullable Object entry : segment.slots) {
            if (entry != null && left-- == 0) {
                return cast(entry);
            }
        }
        throw new AssertionError("A segment has fewer entries than it counts.");
    }

    /**
     * Fills {@code target} with distinct entries from one random stretch of the table and returns how many: all that fit
     * where the table has as many, fewer where it is very sparse.
     *
     * <p>Cheaper than as many calls of {@link #random}, and good enough to choose a victim among; not evenly distributed.
     */
    public final int sample(RandomGenerator random, @Nullable Object[] target) {
        if (size == 0) {
            return 0;
        }
        long bits = random.nextLong();
        int index = index(bits);
        Segment segment = directory[index];
        index &= -(1 << depth - segment.depth);
        int group = (int) ((bits & 0xFFFFFFFFL) * segment.words.length >>> 32);
        int filled = 0;
        // The start group's segment is visited from there to its end, and its beginning only after all the others.
        int startIndex = index;
        int startGroup = group;
        for (int budget = 16 + 16 * target.length; filled < target.length && budget > 0; budget--) {
            long taken = segment.count == 0 ? 0 : Segment.occupied(segment.words[group]);
            for (; taken != 0 && filled < target.length; taken &= taken - 1) {
                target[filled++] = segment.slots[group * Segment.GROUP + Segment.slot(taken)];
            }
            if (++group >= segment.words.length) {
                index = index + (1 << depth - segment.depth) & directory.length - 1;
                segment = directory[index];
                group = 0;
            }
            if (index == startIndex && group == startGroup) {
                break;
            }
        }
        return filled;
    }

    // Growing and shrinking

    private int index(long hash) {
        return (int) (hash >>> 1 >>> 63 - depth);
    }

    private long directoryBytes() {
        return 12 + 4L * directory.length + 7 & ~7L;
    }

    /** The size limit of the segment at a directory index, in groups. */
    private int mostGroups(int index, int segmentDepth) {
        int prefix = index >>> depth - segmentDepth;
        return MAX_GROUPS - GROUPS_STEP * ((prefix + segmentDepth) * 0x9E3779B1 >>> 29);
    }

    private void makeRoom(int index, Segment segment) {
        int groups = segment.words.length;
        int most = mostGroups(index, segment.depth);
        int larger = segment.limit > 0 ? groups + (groups + 1) / 2 : Math.max(1, segment.expected());
        if (larger <= most || groups * 5 / 4 < most) {
            resize(segment, Math.min(larger, most));
        } else if (segment.depth < depth || (depth < MAX_DEPTH && size >> depth + 1 >= FEWEST_PER_SEGMENT)) {
            split(index, segment);
        } else {
            resize(segment, larger);
        }
    }

    private void resize(Segment segment, int groups) {
        bytes -= segment.bytes();
        @Nullable Object[] entries = segment.slots;
        long[] hashes = hashes(entries);
        segment.allocate(groups);
        for (int i = 0; i < entries.length; i++) {
            @Nullable Object entry = entries[i];
            if (entry != null) {
                segment.place(hashes[i], entry);
            }
        }
        resized(segment);
    }

    private void resized(Segment segment) {
        bytes += segment.bytes();
        mostSlots = directory.length == 1 ? segment.slots.length : Math.max(mostSlots, segment.slots.length);
    }

    private void split(int index, Segment segment) {
        if (segment.depth == depth) {
            doubleDirectory();
            index <<= 1;
        }
        @Nullable Object[] entries = segment.slots;
        long[] hashes = hashes(entries);
        int childDepth = segment.depth + 1;
        int upper = 0;
        for (int i = 0; i < entries.length; i++) {
            upper += entries[i] == null ? 0 : (int) (hashes[i] >>> 64 - childDepth) & 1;
        }
        Segment low = new Segment(childDepth);
        Segment high = new Segment(childDepth);
        low.allocate(Segment.groupsFor(segment.count - upper));
        high.allocate(Segment.groupsFor(upper));
        for (int i = 0; i < entries.length; i++) {
            @Nullable Object entry = entries[i];
            if (entry != null) {
                ((hashes[i] >>> 64 - childDepth & 1) == 0 ? low : high).place(hashes[i], entry);
            }
        }
        int half = 1 << depth - childDepth;
        int first = index & -(half * 2);
        fill(first, half, low);
        fill(first + half, half, high);
        deepest += childDepth == depth ? 2 : 0;
        bytes -= segment.bytes();
        resized(low);
        resized(high);
    }

    private void fill(int from, int count, Segment segment) {
        for (int i = from; i < from + count; i++) {
            directory[i] = segment;
        }
    }

    private void doubleDirectory() {
        bytes -= directoryBytes();
        Segment[] larger = new Segment[directory.length * 2];
        for (int i = 0; i < larger.length; i++) {
            larger[i] = directory[i >>> 1];
        }
        directory = larger;
        depth++;
        deepest = 0;
        bytes += directoryBytes();
    }

    /** Halves the directory for as long as no segment needs its last bit. */
    private void halveDirectory() {
        bytes -= directoryBytes();
        while (deepest == 0 && depth > 0) {
            Segment[] smaller = new Segment[directory.length / 2];
            for (int i = 0; i < smaller.length; i++) {
                smaller[i] = directory[i * 2];
                deepest += smaller[i].depth == depth - 1 ? 1 : 0;
            }
            directory = smaller;
            depth--;
        }
        bytes += directoryBytes();
        if (depth == 0) {
            mostSlots = directory[0].slots.length;
        }
    }

    private void shrink(int index, Segment segment) {
        if (segment.depth > 0 && merge(index, segment)) {
            if (deepest == 0) {
                halveDirectory();
            }
        } else if (segment.count == 0) {
            bytes -= segment.bytes();
            segment.release();
            resized(segment);
        } else if (segment.words.length > 1) {
            resize(segment, Segment.groupsFor(segment.count));
        }
    }

    /** Merges a segment with its buddy, and the result with its own, as long as they are sparse; tells whether it did. */
    private boolean merge(int index, Segment segment) {
        boolean merged = false;
        Segment one = segment;
        while (one.depth > 0) {
            int width = 1 << depth - one.depth;
            int first = index & -width;
            Segment buddy = directory[first ^ width];
            if (buddy.depth != one.depth || one.count + buddy.count > MERGED_COUNT) {
                break;
            }
            Segment both = new Segment(one.depth - 1);
            int count = one.count + buddy.count;
            if (count > 0) {
                both.allocate(Segment.groupsFor(count));
                pour(one, both);
                pour(buddy, both);
            }
            bytes -= one.bytes() + buddy.bytes();
            resized(both);
            deepest -= one.depth == depth ? 2 : 0;
            fill(first & ~width, width * 2, both);
            one = both;
            merged = true;
        }
        return merged;
    }

    private void pour(Segment from, Segment into) {
        @Nullable Object[] entries = from.slots;
        long[] hashes = hashes(entries);
        for (int i = 0; i < entries.length; i++) {
            @Nullable Object entry = entries[i];
            if (entry != null) {
                into.place(hashes[i], entry);
            }
        }
    }

    /** Returns the hashes of the entries in all slots; 0 for free ones. */
    private long[] hashes(@Nullable Object[] entries) {
        long[] hashes = new long[entries.length];
        for (int from = 0; from < entries.length; from += TOUCHED_AHEAD) {
            int to = Math.min(from + TOUCHED_AHEAD, entries.length);
            if (touch(entries, from, to) == 0) {
                continue;
            }
            for (int i = from; i < to; i++) {
                @Nullable Object entry = entries[i];
                if (entry != null) {
                    hashes[i] = hashOf(cast(entry));
                }
            }
        }
        return hashes;
    }

    /**
     * Counts entries, reading the header of each. The entries of a segment lie all over the heap; these loads do not wait for
     * one another, as those of hashing do, so that the processor waits for many cache lines at the same time.
     */
    private static int touch(@Nullable Object[] entries, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            @Nullable Object entry = entries[i];
            if (entry != null && entry.getClass() != Void.class) {
                count++;
            }
        }
        return count;
    }

    private E entry(@Nullable Object[] slots, int slot) {
        Object entry = slots[slot];
        assert entry != null;
        return cast(entry);
    }

    @SuppressWarnings("unchecked") // Only entries are ever put into slots.
    private E cast(Object entry) {
        return (E) entry;
    }
}
