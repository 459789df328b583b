package serval.keyspace;

import serval.sdk.type.Value;
import serval.sdk.type.ValueType;

/** The value of a type that is absent: its bytes, under the type's name, until the type is there. Never changed. */
final class ParkedValue implements Value {
    private static final int SHALLOW_BYTES = 48;

    private final ParkedType type;
    private final int code;
    private final byte[][] pieces;
    private final long bytes;

    /** Takes the pieces over. Each element of the value lies in one piece. */
    ParkedValue(ParkedType type, int code, byte[]... pieces) {
        this.type = type;
        this.code = code;
        this.pieces = pieces;
        long sum = SHALLOW_BYTES + 4L * pieces.length;
        for (byte[] piece : pieces) {
            sum += Entries.arrayBytes(piece.length);
        }
        bytes = sum;
    }

    @Override
    public ValueType<?> type() {
        return type;
    }

    /** The RDB type code it was saved with. */
    int code() {
        return code;
    }

    /** The version of a module type's encoding. */
    int version() {
        return type.encodingVersion();
    }

    /** The value's elements, without code, id and end, in pieces: a large value needs no large array. */
    byte[][] pieces() {
        return pieces;
    }

    /** The value's elements in one array, for those who can do without speed. */
    byte[] encoded() {
        if (pieces.length == 1) {
            return pieces[0];
        }
        int length = 0;
        for (byte[] piece : pieces) {
            length = Math.addExact(length, piece.length);
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
