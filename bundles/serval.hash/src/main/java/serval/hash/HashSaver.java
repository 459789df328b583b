package serval.hash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;
import serval.structures.packed.PackedList;
import serval.structures.table.Frozen;

/**
 * Saves a hash as it was when this was opened. Of a small one it keeps a copy; a table it freezes, whose entries do not change then.
 */
final class HashSaver implements Codec.Saver {
    /** More pairs are not written as a listpack, though they may be kept in one array. */
    static final int MOST_PACKED = 16384;

    /** What a length takes beside the text, roughly. */
    private static final int WORD_BYTES = 2;

    private final int code;
    private final long size;
    private final long earliest;
    private @Nullable Hash small;
    private @Nullable FieldTable source;
    private @Nullable Frozen<byte[]> table;

    private final ArrayList<byte[]> stretch = new ArrayList<>();
    private final ByteSlice slice = new ByteSlice();
    private int next;
    private boolean begun;

    HashSaver(Hash hash, int code) {
        this.code = code;
        size = hash.size();
        earliest = hash.nextExpiry();
        FieldTable fields = hash.table();
        if (fields != null) {
            source = fields;
            table = fields.freezeEntries();
        } else {
            small = hash.copy();
        }
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        if (!begun) {
            begun = true;
            if (code == HashType.TIMED || code == HashType.TIMED_LISTPACK) {
                out.fixed64(earliest);
            }
            if (code == HashType.PLAIN || code == HashType.TIMED) {
                out.unsigned(size);
            }
        }
        Hash pairs = small;
        if (pairs != null) {
            small(out, pairs);
            return true;
        }
        int left = budget;
        while (left > 0) {
            if (next == stretch.size() && !thaw()) {
                return true;
            }
            left -= entry(out, stretch.get(next++));
        }
        return next == stretch.size() && !thaw();
    }

    /** Takes the next entries from the table; false if there are none. */
    private boolean thaw() {
        stretch.clear();
        next = 0;
        Frozen<byte[]> frozen = table;
        while (frozen != null && stretch.isEmpty() && frozen.hasNext()) {
            frozen.next(stretch::add);
        }
        return !stretch.isEmpty();
    }

    private int entry(ValueOutput out, byte[] entry) {
        if (code == HashType.TIMED) {
            expiry(out, FieldEntry.expiry(entry));
        }
        FieldEntry.field(entry, slice);
        out.string(slice.array(), slice.offset(), slice.length());
        FieldEntry.value(entry, slice);
        out.string(slice.array(), slice.offset(), slice.length());
        return entry.length + 2 * WORD_BYTES;
    }

    /** Expiries are told from the earliest one on, which is 1. */
    private void expiry(ValueOutput out, long expiry) {
        out.unsigned(expiry == 0 ? 0 : expiry - earliest + 1);
    }

    private void small(ValueOutput out, Hash pairs) {
        if (code == HashType.PLAIN || code == HashType.TIMED) {
            pairs.each((field, value, expiry) -> {
                if (code == HashType.TIMED) {
                    expiry(out, expiry);
                }
                out.string(field.array(), field.offset(), field.length());
                out.string(value.array(), value.offset(), value.length());
                return true;
            });
            return;
        }
        PackedList list = code == HashType.LISTPACK ? packed(pairs) : timed(pairs);
        out.string(list.array(), 0, list.size());
    }

    private static PackedList packed(Hash pairs) {
        PackedList list = new PackedList();
        pairs.each((field, value, expiry) -> {
            append(list, field);
            append(list, value);
            return true;
        });
        return list;
    }

    private static void append(PackedList list, ByteSlice text) {
        list.append(text.array(), text.offset(), text.length());
    }

    private record Timed(byte[] field, byte[] value, long expiry) {
        /** What never expires comes last. */
        long order() {
            return expiry == 0 ? Hash.NEVER : expiry;
        }
    }

    /** Redis keeps such lists in the order in which fields expire, and relies on it. */
    private static PackedList timed(Hash pairs) {
        List<Timed> all = new ArrayList<>();
        pairs.each((field, value, expiry) -> all.add(new Timed(field.copy(), value.copy(), expiry)));
        all.sort((one, other) -> Long.compare(one.order(), other.order()));
        PackedList list = new PackedList();
        for (Timed one : all) {
            list.append(one.field, 0, one.field.length);
            list.append(one.value, 0, one.value.length);
            list.append(one.expiry);
        }
        return list;
    }

    @Override
    public void close() {
        FieldTable fields = source;
        if (fields != null) {
            source = null;
            fields.saved();
        }
        small = null;
        table = null;
        stretch.clear();
        next = 0;
    }
}
