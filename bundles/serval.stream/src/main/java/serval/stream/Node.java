package serval.stream;

import serval.bytes.ByteSlice;
import serval.structures.packed.PackedList;

/**
 * A macro node: up to some hundred entries in one listpack, laid out as in Redis, so that it is saved as it lies.
 *
 * <pre>
 * live | deleted | n | field 1 ... field n | 0                         the master entry
 * flags | ms | seq | value 1 ... value n | elements                    an entry with the master's fields
 * flags | ms | seq | m | field 1 | value 1 ... | elements              an entry with others
 * </pre>
 *
 * <p>{@code ms} and {@code seq} are differences to the node's own number; {@code elements} is how many precede it in the entry, for
 * walking backwards. A deleted entry stays, marked by a flag.
 */
final class Node {
    static final int DELETED = 1;
    static final int SAME_FIELDS = 2;

    private static final int OBJECT_BYTES = 32;
    private static final int LEAST_THAT_RESERVES = 256;
    /** The most that an element takes besides its bytes. */
    private static final int MOST_FRAME = 10;

    final long ms;
    final long seq;
    final PackedList list;
    /** The epoch of the {@link Ledger} it was made in. */
    final int born;

    Node(long ms, long seq, PackedList list, int born) {
        this.ms = ms;
        this.seq = seq;
        this.list = list;
        this.born = born;
    }

    /** Creates a node with a master entry of these fields and no entry yet. */
    static Node begin(StreamId id, ByteSlice[] words, int epoch) {
        PackedList list = new PackedList();
        list.append(0);
        list.append(0);
        list.append(words.length / 2);
        for (int i = 0; i < words.length; i += 2) {
            list.append(words[i].array(), words[i].offset(), words[i].length());
        }
        list.append(0);
        return new Node(id.ms(), id.seq(), list, epoch);
    }

    Node copy(int epoch) {
        return new Node(ms, seq, list.copy(), epoch);
    }

    long bytes() {
        return OBJECT_BYTES + list.heapBytes();
    }

    long live() {
        return list.number(list.first());
    }

    long deleted() {
        return list.number(list.next(list.first()));
    }

    int masterFields() {
        return (int) list.number(list.skip(list.first(), 2));
    }

    /** Where the first entry begins. */
    int firstEntry() {
        int fields = list.skip(list.first(), 2);
        return list.skip(fields, (int) list.number(fields) + 2);
    }

    /** The last entry's number, deleted or not, as its milliseconds and sequence. */
    StreamId lastId() {
        int at = list.last();
        for (long left = list.number(at); left > 0; left--) {
            at = list.previous(at);
        }
        int millis = list.next(at);
        return new StreamId(ms + list.number(millis), seq + list.number(list.next(millis)));
    }

    /** Has a node that is being filled grow by half: what is left over is let go of when it is full. */
    void reserve(ByteSlice[] words) {
        int size = list.size();
        if (size >= LEAST_THAT_RESERVES) {
            long more = MOST_FRAME;
            for (ByteSlice word : words) {
                more += word.length() + MOST_FRAME;
            }
            if (more < size) {
                list.reserve((int) more, size + (size >> 1) & ~7);
            }
        }
    }

    /** Adds an entry behind the others. */
    void append(StreamId id, ByteSlice[] words) {
        boolean same = hasFields(words);
        int fields = words.length / 2;
        list.replace(list.first(), live() + 1);
        list.append(same ? SAME_FIELDS : 0);
        list.append(id.ms() - ms);
        list.append(id.seq() - seq);
        if (!same) {
            list.append(fields);
        }
        for (int i = same ? 1 : 0; i < words.length; i += same ? 2 : 1) {
            list.append(words[i].array(), words[i].offset(), words[i].length());
        }
        list.append(same ? fields + 3 : words.length + 4);
    }

    private boolean hasFields(ByteSlice[] words) {
        int at = list.skip(list.first(), 2);
        if (list.number(at) * 2 != words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i += 2) {
            at = list.next(at);
            if (!list.is(at, words[i].array(), words[i].offset(), words[i].length())) {
                return false;
            }
        }
        return true;
    }

    /** Marks the entry that begins here as deleted. */
    void delete(int at) {
        list.replace(at, list.number(at) | DELETED);
        count(1);
    }

    /** Marks an entry as deleted without counting it. */
    void mark(int at) {
        list.replace(at, list.number(at) | DELETED);
    }

    /** Counts so many entries from the living to the deleted. */
    void count(long gone) {
        int at = list.replace(list.first(), live() - gone);
        at = list.next(at);
        list.replace(at, list.number(at) + gone);
    }
}
