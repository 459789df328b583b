package serval.hash;

import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueType;

/** The type {@code hash}. */
final class HashType implements ValueType<Hash>, Codec<Hash> {
    static final HashType INSTANCE = new HashType();

    /** Fields and values one by one. */
    static final int PLAIN = 4;

    static final int ZIPMAP = 9;
    static final int ZIPLIST = 13;
    static final int LISTPACK = 16;
    /** As the candidates of Redis 7.4 wrote fields that expire, one by one. */
    static final int TIMED_EARLY = 22;

    static final int TIMED_LISTPACK_EARLY = 23;
    /** As Redis 7.4 writes fields that expire, one by one. */
    static final int TIMED = 24;

    static final int TIMED_LISTPACK = 25;

    private static final byte[] EXPIRES = Ascii.bytes("!!hexpire!!");

    private HashType() {}

    @Override
    public String name() {
        return "hash";
    }

    @Override
    public Codec<Hash> codec() {
        return this;
    }

    @Override
    public Hash empty() {
        return new Hash();
    }

    @Override
    public String encoding(Hash value) {
        return value.encoding();
    }

    @Override
    public long elements(Hash value) {
        return value.table() == null ? 1 : value.size();
    }

    @Override
    public Hash copy(Hash value) {
        return value.copy();
    }

    @Override
    public void digest(Hash value, Digest digest) {
        value.each((field, text, expiry) -> {
            digest.beginElement();
            part(digest, field);
            part(digest, text);
            if (expiry != 0) {
                digest.part(EXPIRES, 0, EXPIRES.length);
            }
            digest.endElement();
            return true;
        });
    }

    private static void part(Digest digest, ByteSlice text) {
        digest.part(text.array(), text.offset(), text.length());
    }

    // Codec

    @Override
    public int code(Hash value, int rdbVersion) {
        boolean timed = value.nextExpiry() != Hash.NEVER;
        boolean packed = value.table() == null && value.size() <= HashSaver.MOST_PACKED;
        if (timed) {
            return packed ? TIMED_LISTPACK : TIMED;
        }
        return packed && rdbVersion >= 10 ? LISTPACK : PLAIN;
    }

    @Override
    public int[] codes() {
        return new int[] {PLAIN, ZIPMAP, ZIPLIST, LISTPACK, TIMED_EARLY, TIMED_LISTPACK_EARLY, TIMED, TIMED_LISTPACK};
    }

    @Override
    public Saver save(Hash value, int rdbVersion) {
        return new HashSaver(value, code(value, rdbVersion));
    }

    @Override
    public Loader<Hash> load(int code, int version) {
        return new HashLoader(code);
    }
}
