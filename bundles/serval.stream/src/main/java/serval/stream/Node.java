package serval.stream;

import serval.bytes.ByteSlice;
import serval.structures.packed.FrontCoding;
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

    private static final int OBJECT_BYTES = 40;
    private static final int LEAST_THAT_RESERVES = 256;
    /** The most that an element takes besides its bytes. */
    private static final int MOST_FRAME = 10;

    final long ms;
    final long seq;
    /** The epoch of the {@link Ledger} it was made in. */
    final int born;

    /** The {@link PackedList}, or, in a node that is full, its bytes as {@link FrontCoding} has them: one field for both. */
    private Object body;
    /** The number of the list's elements if it is coded. */
    private int elements;

    Node(long ms, long seq, PackedList list, int born) {
        this.ms = ms;
        this.seq = seq;
        this.body = list;
        this.born = born;
    }

    /** The list, open to changes: what was coded is open from now on. */
    PackedList list() {
        if (body instanceof PackedList list) {
            return list;
        }
        PackedList list = snapshot();
        body = list;
        return list;
    }

    /** The list, to be read only: what is coded stays so. Under the engine lock; whoever reads elsewhere takes {@link #snapshot}. */
    PackedList toRead() {
        if (body instanceof PackedList list) {
            return list;
        }
        PackedList decoded = Decoded.find(body);
        if (decoded == null) {
            decoded = snapshot();
            Decoded.keep(body, decoded);
        }
        return decoded;
    }

    /** The list as it is now, to be read only, from any thread while nothing is changed. */
    PackedList snapshot() {
        return body instanceof PackedList list ? list : FrontCoding.decode((byte[]) body, elements);
    }

    /** The length of the list in bytes. */
    int packedBytes() {
        return body instanceof PackedList list ? list.size() : FrontCoding.listBytes((byte[]) body);
    }

    /** Takes no more bytes than needed, now that the node is full: coded in fewer if that pays. */
    void close() {
        if (body instanceof PackedList list) {
            byte[] coded = FrontCoding.encode(list);
            if (coded != null) {
                elements = list.count();
                body = coded;
            } else {
                list.trim();
            }
        }
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
        return new Node(ms, seq, body instanceof PackedList list ? list.copy() : snapshot(), epoch);
    }

    long bytes() {
        return OBJECT_BYTES
                + (body instanceof PackedList list ? list.heapBytes() : PackedList.heapBytes((byte[]) body));
    }

    long live() {
        return body instanceof PackedList list ? list.number(list.first()) : FrontCoding.number((byte[]) body, 0);
    }

    long deleted() {
        return body instanceof PackedList list
                ? list.number(list.next(list.first()))
                : FrontCoding.number((byte[]) body, 1);
    }

    /** The number of the master entry's fields. */
    static int masterFields(PackedList list) {
        return (int) list.number(list.skip(list.first(), 2));
    }

    /** Where the first entry begins. */
    static int firstEntry(PackedList list) {
        int fields = list.skip(list.first(), 2);
        return list.skip(fields, (int) list.number(fields) + 2);
    }

    /** The last entry's number, deleted or not, as its milliseconds and sequence. */
    StreamId lastId() {
        PackedList list = toRead();
        int at = list.last();
        for (long left = list.number(at); left > 0; left--) {
            at = list.previous(at);
        }
        int millis = list.next(at);
        return new StreamId(ms + list.number(millis), seq + list.number(list.next(millis)));
    }

    /** Has a node that is being filled grow by half: what is left over is let go of when it is full. */
    void reserve(ByteSlice[] words) {
        PackedList list = list();
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
        PackedList list = list();
        boolean same = hasFields(list, words);
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

    private static boolean hasFields(PackedList list, ByteSlice[] words) {
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
        PackedList list = list();
        list.replace(at, list.number(at) | DELETED);
        count(1);
    }

    /** Marks an entry as deleted without counting it. */
    void mark(int at) {
        PackedList list = list();
        list.replace(at, list.number(at) | DELETED);
    }

    /** Counts so many entries from the living to the deleted. */
    void count(long gone) {
        PackedList list = list();
        int at = list.replace(list.first(), live() - gone);
        at = list.next(at);
        list.replace(at, list.number(at) + gone);
    }
}
