package serval.structures.table;

import org.jspecify.annotations.Nullable;

/**
 * One stretch of the hash space: an open-addressing table in groups of seven slots.
 *
 * <p>A group is one long in {@link #words} and seven references in {@link #slots}. The long's lower seven bytes are the tags
 * of the slots (zero: slot free), compared all at once; its top byte counts the entries that belong to this group or one
 * before it but had to go past it. Searches go on to the next group only while that count is not zero, and removals
 * lower it again, so no tombstones are needed. A count that reaches 255 stays there until the segment is rebuilt.
 *
 * <p>The group of an entry is proportional to its hash: groups are contiguous, ordered ranges of the hash space, whatever
 * their number is. Only the upper 48 bits of a hash decide it; the tag is made of the lowest eight.
 */
final class Segment {

    static final int GROUP = 7;

    /** Object header, two references, three ints and a flag, under compact headers. */
    static final long SHALLOW_BYTES = 32;

    private static final long[] NO_WORDS = new long[1];
    private static final @Nullable Object[] NO_SLOTS = new Object[GROUP];

    private static final long LOW_BITS = 0x007F7F7F7F7F7F7FL;
    private static final long HIGH_BITS = 0x0080808080808080L;
    private static final long EACH_BYTE = 0x0001010101010101L;
    private static final int FULL_COUNT = 255;
    private static final long ONE_PASSED = 1L << 56;

    /** One long for each group; never empty. */
    long[] words;
    /** Seven times as many references. */
    @Nullable
    Object[] slots;

    int count;
    /** How many leading bits all hashes here share. */
    int depth;
    /** The count at which there must be more room first; negative while a number of groups is expected. */
    int limit;
    /** Somebody reads {@link #slots} as they are. */
    boolean shared;

    /** Creates a segment that can be searched but needs {@link #allocate} before anything is placed. */
    Segment(int depth) {
        this.depth = depth;
        words = NO_WORDS;
        slots = NO_SLOTS;
    }

    /** Has the first entry ask for so many groups: entries in the order of their hashes would crowd the first of a few. */
    void expect(int groups) {
        limit = -groups;
    }

    /** The number of groups that a segment without arrays begins with. */
    int expected() {
        return -limit;
    }

    /** Replaces the arrays by empty ones. */
    void allocate(int groups) {
        words = new long[groups];
        slots = new Object[groups * GROUP];
        shared = false;
        count = 0;
        limit = limit(groups);
    }

    /** Gives up the arrays of a segment without entries. */
    void release() {
        words = NO_WORDS;
        slots = NO_SLOTS;
        shared = false;
        limit = 0;
    }

    /** Makes sure that a change of the slots is seen by nobody who froze them. */
    void own() {
        if (shared) {
            slots = slots.clone();
            shared = false;
        }
    }

    /** The largest count for a number of groups: nine tenths of the slots, or all of a single group's. */
    static int limit(int groups) {
        return groups == 1 ? GROUP : (int) (groups * (GROUP * 9L) / 10);
    }

    /** The number of groups in which {@code count} entries take three fifths of the slots. */
    static int groupsFor(int count) {
        return Math.max(1, (int) ((count * 5L + 3 * GROUP - 1) / (3 * GROUP)));
    }

    long bytes() {
        return words == NO_WORDS ? SHALLOW_BYTES : SHALLOW_BYTES + bytes(words.length);
    }

    private static long bytes(int groups) {
        return 16 + 8L * groups + (12 + 4L * GROUP * groups + 7 & ~7L);
    }

    static int home(long hash, int depth, int groups) {
        return (int) (((hash & ~0xFFFFL) << depth >>> 32) * groups >>> 32);
    }

    /** Returns the offset, in 48-bit hash positions from the start of the segment, at which a group's range begins. */
    static long start(int group, int depth, int groups) {
        long scaled = (((long) group << 32) + groups - 1) / groups;
        return (scaled << 16) + (1L << depth) - 1 >>> depth;
    }

    /** Returns seven or eight bytes that all hold the tag of a hash, which is never zero. */
    static long tag(long hash) {
        long tag = hash & 0xFF;
        return (tag == 0 ? 1 : tag) * EACH_BYTE;
    }

    /** Returns a word with the upper bit set in each byte whose slot has the tag. */
    static long matching(long word, long tag) {
        long differing = word ^ tag;
        return ~((differing & LOW_BITS) + LOW_BITS | differing) & HIGH_BITS;
    }

    /** Returns a word with the upper bit set in each byte whose slot is taken. */
    static long occupied(long word) {
        return ((word & LOW_BITS) + LOW_BITS | word) & HIGH_BITS;
    }

    /** Returns which slot of its group the lowest bit set in a result of {@link #matching} or {@link #occupied} means. */
    static int slot(long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }

    /** Tells whether no entry went past the group. */
    static boolean isLast(long word) {
        return word >>> 56 == 0;
    }

    int previous(int group) {
        return (group == 0 ? words.length : group) - 1;
    }

    int next(int group) {
        return group + 1 == words.length ? 0 : group + 1;
    }

    /** Puts an entry into the first free slot from its home on. There must be one. */
    void place(long hash, Object entry) {
        int group = home(hash, depth, words.length);
        while (true) {
            long word = words[group];
            long free = ~occupied(word) & HIGH_BITS;
            if (free != 0) {
                int slot = slot(free);
                words[group] = word | (tag(hash) & 0xFF) << slot * 8;
                slots[group * GROUP + slot] = entry;
                count++;
                return;
            }
            if (word >>> 56 != FULL_COUNT) {
                words[group] = word + ONE_PASSED;
            }
            group = next(group);
        }
    }

    /** Frees a slot whose entry belongs to group {@code home}. */
    void free(int position, int home) {
        int at = position / GROUP;
        slots[position] = null;
        words[at] &= ~(0xFFL << (position - at * GROUP) * 8);
        for (int group = home; group != at; group = next(group)) {
            if (words[group] >>> 56 != FULL_COUNT) {
                words[group] -= ONE_PASSED;
            }
        }
        count--;
    }
}
