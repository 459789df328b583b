package serval.stream;

import org.jspecify.annotations.Nullable;
import serval.structures.packed.PackedList;

/**
 * Walks the entries of a stream between two numbers, both included, forwards or backwards, past deleted ones. It may not be used
 * any more once the stream has changed.
 */
final class EntryCursor {
    private final Stream stream;
    private final StreamId start;
    private final StreamId end;
    private final boolean reverse;

    private int index;
    private @Nullable Node node;
    private PackedList list = new PackedList();
    private int masterFields;
    private int firstEntry;
    /** Forwards: where the walk stands within the current entry. Backwards: the last element of the entry to come. */
    private int at = PackedList.NONE;
    /** Forwards: the elements of the current entry left before its last one. */
    private int left = -1;

    private int entry;
    private long ms;
    private long seq;
    private boolean same;
    private int fields;
    private int fieldsLeft;
    private int walk;
    private int master;
    private int fieldAt;
    private int valueAt;

    EntryCursor(Stream stream, StreamId start, StreamId end, boolean reverse) {
        this.stream = stream;
        this.start = start;
        this.end = end;
        this.reverse = reverse;
        int found = stream.nodeFor(reverse ? end : start);
        index = reverse ? found + 1 : Math.max(found, 0) - 1;
    }

    /** Goes to the next entry; false behind the last one. */
    boolean next() {
        return reverse ? backwards() : forwards();
    }

    private boolean forwards() {
        while (true) {
            if (left >= 0) {
                at = list.next(list.skip(at, left));
            }
            left = -1;
            if (at == PackedList.NONE) {
                if (++index >= stream.nodes()) {
                    return false;
                }
                enter(stream.node(index));
                at = firstEntry;
                if (at == PackedList.NONE) {
                    continue;
                }
            }
            at = read(at);
            left = same ? fields : 2 * fields;
            if (end.compareTo(ms, seq) < 0) {
                index = stream.nodes();
                at = PackedList.NONE;
                left = -1;
                return false;
            }
            if (!isDeleted() && start.compareTo(ms, seq) <= 0) {
                return true;
            }
        }
    }

    private boolean backwards() {
        while (true) {
            if (at == PackedList.NONE) {
                if (--index < 0) {
                    return false;
                }
                enter(stream.node(index));
                if (firstEntry == PackedList.NONE) {
                    continue;
                }
                at = list.last();
            }
            int from = at;
            for (long steps = list.number(at); steps > 0; steps--) {
                from = list.previous(from);
            }
            read(from);
            at = from == firstEntry ? PackedList.NONE : list.previous(from);
            if (start.compareTo(ms, seq) > 0) {
                index = 0;
                at = PackedList.NONE;
                return false;
            }
            if (!isDeleted() && end.compareTo(ms, seq) >= 0) {
                return true;
            }
        }
    }

    private void enter(Node next) {
        node = next;
        list = next.toRead();
        masterFields = Node.masterFields(list);
        firstEntry = Node.firstEntry(list);
    }

    /** Reads the entry that begins here; returns where its fields or values begin. */
    private int read(int from) {
        Node in = node;
        entry = from;
        long flags = list.number(from);
        int next = list.next(from);
        ms = in.ms + list.number(next);
        next = list.next(next);
        seq = in.seq + list.number(next);
        next = list.next(next);
        same = (flags & Node.SAME_FIELDS) != 0;
        fields = masterFields;
        if (!same) {
            fields = (int) list.number(next);
            next = list.next(next);
        }
        walk = next;
        fieldsLeft = fields;
        master = PackedList.NONE;
        return next;
    }

    private boolean isDeleted() {
        return (list.number(entry) & Node.DELETED) != 0;
    }

    // The current entry

    long ms() {
        return ms;
    }

    long seq() {
        return seq;
    }

    StreamId id() {
        return new StreamId(ms, seq);
    }

    /** The number of fields. */
    int fields() {
        return fields;
    }

    /** The index of the entry's node. */
    int index() {
        return index;
    }

    /** Where the entry begins in its node. */
    int entry() {
        return entry;
    }

    /** The list that the positions belong to. */
    PackedList list() {
        return list;
    }

    /** Goes to the entry's next field; to be called {@link #fields()} times. */
    void nextField() {
        if (same) {
            master = master == PackedList.NONE ? list.skip(list.first(), 3) : list.next(master);
            fieldAt = master;
            valueAt = walk;
        } else {
            fieldAt = walk;
            valueAt = list.next(walk);
        }
        walk = list.next(valueAt);
        fieldsLeft--;
        if (!reverse) {
            at = walk;
            left = same ? fieldsLeft : 2 * fieldsLeft;
        }
    }

    /** The field's position. */
    int field() {
        return fieldAt;
    }

    /** The value's position. */
    int value() {
        return valueAt;
    }
}
