package serval.stream;

import serval.structures.packed.PackedList;

/** Looks whether a listpack from outside is laid out as a {@link Node}, so that nobody who walks it afterwards is led astray. */
final class NodeCheck {
    private final PackedList list;
    private int at;
    private boolean sound = true;

    /** The living entries. */
    long live;
    /** The first and the last entry's numbers, deleted ones included. */
    StreamId first = StreamId.ZERO;

    StreamId last = StreamId.ZERO;

    NodeCheck(PackedList list) {
        this.list = list;
        at = list.first();
    }

    /** Whether the layout is right, and the entries ascend from the node's own number on. */
    boolean isSound(long ms, long seq) {
        live = number();
        long deleted = number();
        long fields = number();
        if (!sound || live < 0 || deleted < 0 || fields < 0 || fields > list.size()) {
            return false;
        }
        skip(fields);
        if (number() != 0) {
            return false;
        }
        long living = 0;
        long dead = 0;
        boolean any = false;
        while (sound && at != PackedList.NONE) {
            long flags = number();
            long own = ms + number();
            long sequence = seq + number();
            long count = fields;
            boolean same = (flags & Node.SAME_FIELDS) != 0;
            if (!same) {
                count = number();
                if (count < 0 || count > list.size()) {
                    return false;
                }
            }
            skip(same ? count : 2 * count);
            long elements = number();
            if (!sound || elements != (same ? count + 3 : 2 * count + 4)) {
                return false;
            }
            StreamId id = new StreamId(own, sequence);
            if (id.compareTo(ms, seq) < 0 || any && id.compareTo(last) <= 0) {
                return false;
            }
            first = any ? first : id;
            last = id;
            any = true;
            if ((flags & Node.DELETED) != 0) {
                dead++;
            } else {
                living++;
            }
        }
        return sound && any && living == live && dead == deleted;
    }

    private long number() {
        if (!sound || at == PackedList.NONE || !list.isNumber(at)) {
            sound = false;
            return 0;
        }
        long number = list.number(at);
        at = list.next(at);
        return number;
    }

    private void skip(long elements) {
        for (long i = 0; i < elements && sound; i++) {
            if (at == PackedList.NONE) {
                sound = false;
            } else {
                at = list.next(at);
            }
        }
    }
}
