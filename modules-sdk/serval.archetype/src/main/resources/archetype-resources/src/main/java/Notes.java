package ${package};

import java.util.ArrayList;
import java.util.List;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;

/** A value: notes in the order in which they were added. It knows its size, for MEMORY USAGE and maxmemory. */
final class Notes implements Value {
    private static final long EMPTY_BYTES = 104;
    private static final long BYTES_PER_NOTE = 24;

    private final List<byte[]> notes = new ArrayList<>();
    private long bytes = EMPTY_BYTES;

    /** Adds a note, which nobody may change from now on. */
    void add(byte[] note) {
        notes.add(note);
        bytes += BYTES_PER_NOTE + note.length;
    }

    /** The notes; not to be changed. */
    List<byte[]> all() {
        return notes;
    }

    @Override
    public ValueType<?> type() {
        return NotesType.TYPE;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
