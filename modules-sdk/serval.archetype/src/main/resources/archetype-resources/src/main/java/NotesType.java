package ${package};

import java.util.Iterator;
import java.util.List;
import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/** The type of {@link Notes}: what the server has to know to save, copy, count and upgrade them. */
final class NotesType implements ValueType<Notes>, Codec<Notes> {
    static final NotesType TYPE = new NotesType();

    private NotesType() {}

    /** Nine characters. It is in every saved value and never changes. */
    @Override
    public String name() {
        return "vnd-notes";
    }

    @Override
    public Codec<Notes> codec() {
        return this;
    }

    @Override
    public Notes empty() {
        return new Notes();
    }

    @Override
    public String encoding(Notes value) {
        return "list";
    }

    @Override
    public long elements(Notes value) {
        return value.all().size();
    }

    @Override
    public Notes copy(Notes value) {
        Notes copy = new Notes();
        value.all().forEach(note -> copy.add(note.clone()));
        return copy;
    }

    @Override
    public void digest(Notes value, Digest digest) {
        value.all().forEach(note -> digest.ordered(note, 0, note.length));
    }

    @Override
    public int code(Notes value, int rdbVersion) {
        return MODULE;
    }

    @Override
    public int[] codes() {
        return new int[] {MODULE};
    }

    /** Saves the number of notes, then each of them. Slice by slice, so that no client waits for a large value. */
    @Override
    public Saver save(Notes value, int rdbVersion) {
        // The notes as they are now: the value may change while it is being saved.
        List<byte[]> notes = List.copyOf(value.all());
        Iterator<byte[]> left = notes.iterator();
        return new Saver() {
            private boolean begun;

            @Override
            public boolean step(ValueOutput out, int budget) {
                if (!begun) {
                    out.unsigned(notes.size());
                    begun = true;
                }
                for (int written = 0; written < budget && left.hasNext(); ) {
                    byte[] note = left.next();
                    out.string(note, 0, note.length);
                    written += note.length + 1;
                }
                return !left.hasNext();
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    /** Reads what {@link #save} wrote. Input that is damaged throws by itself; a count is not to be trusted with memory. */
    @Override
    public Loader<Notes> load(int code, int version) {
        return new Loader<>() {
            private final Notes value = new Notes();
            private long left = -1;

            @Override
            public boolean step(ValueInput in, int budget) {
                if (left < 0) {
                    left = in.unsigned();
                }
                for (int read = 0; read < budget && left > 0; left--) {
                    byte[] note = in.string();
                    value.add(note);
                    read += note.length + 1;
                }
                return left == 0;
            }

            @Override
            public Notes value() {
                return value;
            }
        };
    }
}
