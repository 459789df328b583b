package serval.keyspace;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.sdk.type.Value;

/**
 * An entry whose key is an array of its own. The access clock lies in front of the key, in bytes that most arrays have to spare: so this
 * object takes a third less.
 */
non-sealed class LongEntry extends Entry {
    /** Where the key begins in {@link #name}. */
    private static final int HEAD = 3;

    private static final int OBJECT_BYTES = 16;

    /** The access clock, 24 bits little-endian, and the key. */
    final byte[] name;

    private LongEntry(byte[] name, Value value, int access) {
        super(value);
        this.name = name;
        setAccess(access);
    }

    static LongEntry of(byte[] name, Value value, long expiresAt, int access) {
        return expiresAt < 0 ? new LongEntry(name, value, access) : new Timed(name, value, expiresAt, access);
    }

    /** The array of an entry with this key. */
    static byte[] name(byte[] key, int offset, int length) {
        byte[] name = new byte[HEAD + length];
        System.arraycopy(key, offset, name, HEAD, length);
        return name;
    }

    @Override
    final int keyLength() {
        return name.length - HEAD;
    }

    @Override
    final boolean isOf(byte[] key, int offset, int length) {
        byte[] own = name;
        return own.length - HEAD == length && Arrays.equals(own, HEAD, own.length, key, offset, offset + length);
    }

    @Override
    final void key(ByteSlice into) {
        into.set(name, HEAD, name.length - HEAD);
    }

    @Override
    final int glance() {
        return name.length + name[0];
    }

    @Override
    final int access() {
        return name[0] & 0xFF | (name[1] & 0xFF) << 8 | (name[2] & 0xFF) << 16;
    }

    @Override
    final void access(int access) {
        setAccess(access);
    }

    private void setAccess(int access) {
        name[0] = (byte) access;
        name[1] = (byte) (access >>> 8);
        name[2] = (byte) (access >>> 16);
    }

    @Override
    long ownBytes() {
        return OBJECT_BYTES + Entries.arrayBytes(name.length);
    }

    /** One that expires. */
    private static final class Timed extends LongEntry {
        private long expiresAt;

        Timed(byte[] name, Value value, long expiresAt, int access) {
            super(name, value, access);
            this.expiresAt = expiresAt;
        }

        @Override
        long ownBytes() {
            return Long.BYTES + super.ownBytes();
        }

        @Override
        long expiresAt() {
            return expiresAt;
        }

        @Override
        boolean expireAt(long millis) {
            if (millis < 0) {
                return false;
            }
            expiresAt = millis;
            return true;
        }
    }
}
