package serval.hash;

import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.structures.packed.PackedList;

/** Loads a hash from any of the forms that Redis has written. */
final class HashLoader implements Codec.Loader<Hash> {
    private final int code;
    private final boolean timed;
    private final Hash hash = new Hash();
    private final ByteSlice field = new ByteSlice();
    private final ByteSlice value = new ByteSlice();

    private boolean begun;
    private long earliest;
    private long left;

    HashLoader(int code) {
        this.code = code;
        timed = code >= HashType.TIMED_EARLY;
    }

    @Override
    public boolean step(ValueInput in, int budget) {
        if (!begun) {
            begun = true;
            begin(in);
        }
        long bytes = budget;
        while (left > 0 && bytes > 0) {
            bytes -= pair(in);
        }
        if (left == 0 && hash.isEmpty()) {
            throw new CorruptValueException("a hash without fields");
        }
        return left == 0;
    }

    private void begin(ValueInput in) {
        if (code == HashType.TIMED || code == HashType.TIMED_LISTPACK) {
            earliest = in.fixed64();
        }
        if (timed) {
            hash.widen();
        }
        if (code == HashType.PLAIN || code == HashType.TIMED || code == HashType.TIMED_EARLY) {
            left = in.unsigned();
            // Two words take at least a byte each.
            if (left < 0 || left > in.remaining() / 2) {
                throw new CorruptValueException("more fields than bytes");
            }
            hash.prepare(left, 0);
            return;
        }
        byte[] bytes = in.string();
        PackedList list = switch (code) {
            case HashType.ZIPMAP -> Zipmap.toPackedList(bytes);
            case HashType.ZIPLIST -> Ziplist.toPackedList(bytes);
            default -> PackedList.of(bytes);
        };
        if (list == null) {
            throw new CorruptValueException("a packed hash is not laid out as it should be");
        }
        packed(list);
    }

    private void packed(PackedList list) {
        int tuple = timed ? 3 : 2;
        int count = list.count();
        if (count % tuple != 0) {
            throw new CorruptValueException("a field without its value");
        }
        hash.prepare(count / tuple, 0);
        byte[] fieldDigits = new byte[Longs.MAX_LENGTH];
        byte[] valueDigits = new byte[Longs.MAX_LENGTH];
        int at = list.first();
        while (at != PackedList.NONE) {
            list.get(at, field, fieldDigits);
            at = list.next(at);
            list.get(at, value, valueDigits);
            at = list.next(at);
            if (code == HashType.ZIPMAP) {
                // Of the packed forms only this one is from a time that had another limit for lengths.
                hash.prepare(0, Math.max(field.length(), value.length()));
            }
            long expiry = 0;
            if (timed) {
                expiry = list.number(at, -1);
                at = list.next(at);
            }
            add(expiry);
        }
    }

    private int pair(ValueInput in) {
        long expiry = 0;
        if (timed) {
            expiry = in.unsigned();
            if (code == HashType.TIMED && expiry != 0) {
                expiry += earliest - 1;
            }
        }
        byte[] first = in.string();
        byte[] second = in.string();
        field.set(first, 0, first.length);
        value.set(second, 0, second.length);
        hash.prepare(0, Math.max(first.length, second.length));
        add(expiry);
        left--;
        return first.length + second.length + 2;
    }

    private void add(long expiry) {
        if (expiry < 0 || expiry > Expiries.LATEST_LOADED) {
            throw new CorruptValueException("a field expires beyond all times");
        }
        if (!hash.insert(field, value, expiry)) {
            throw new CorruptValueException("a field is there twice");
        }
    }

    @Override
    public Hash value() {
        if (timed) {
            FieldExpiry.loaded();
        }
        return hash;
    }
}
