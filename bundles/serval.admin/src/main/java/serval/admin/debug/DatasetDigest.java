package serval.admin.debug;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.sdk.type.Digest;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.Keyspace;

/**
 * The signature of values and datasets that DEBUG DIGEST answers, the same as Redis' for the same data.
 *
 * <p>It is made of two steps on twenty bytes. <em>Adding</em> exclusive-ors them with the SHA-1 of some bytes, so that the
 * order of additions does not count; <em>mixing</em> adds and then replaces them by their own SHA-1, so that it does.
 */
final class DatasetDigest implements Digest {
    private static final int LENGTH = 20;
    private static final byte[] EXPIRES = "!!expire!!".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha1 = sha1();
    private final byte[] sum = new byte[LENGTH];
    private final byte[] element = new byte[LENGTH];
    private final byte[] hash = new byte[LENGTH];
    /** The first part of an element as it is, in an array that may be longer. */
    private byte[] only = new byte[LENGTH];

    private int onlyLength;
    private int parts;

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The signature of a whole dataset. */
    static byte[] of(Keyspace keyspace) {
        DatasetDigest all = new DatasetDigest();
        for (int i = 0; i < keyspace.asked(); i++) {
            Database database = keyspace.database(i);
            if (database.size() == 0) {
                continue;
            }
            all.mix(all.sum, bigEndian(i));
            long cursor = 0;
            do {
                cursor = database.scanEntries(cursor, (key, value, expiresAt) -> all.add(key, value, expiresAt));
            } while (cursor != 0);
        }
        return all.sum;
    }

    /** The signature of one value, with whether it expires. */
    static byte[] of(Value value, long expiresAt) {
        DatasetDigest one = new DatasetDigest();
        one.value(value, expiresAt);
        return one.sum;
    }

    private void add(ByteSlice key, Value value, long expiresAt) {
        DatasetDigest one = new DatasetDigest();
        one.mix(one.sum, key.array(), key.offset(), key.length());
        one.value(value, expiresAt);
        add(sum, one.sum, 0, LENGTH);
    }

    private void value(Value value, long expiresAt) {
        mix(sum, bigEndian(number(value.type().name())));
        feed(value);
        if (expiresAt >= 0) {
            add(sum, EXPIRES, 0, EXPIRES.length);
        }
    }

    @SuppressWarnings("unchecked")
    private <V extends Value> void feed(Value value) {
        ((ValueType<V>) value.type()).digest((V) value, this);
    }

    /** The number that Redis has for a type. */
    private static int number(String type) {
        return switch (type) {
            case "string" -> 0;
            case "list" -> 1;
            case "set" -> 2;
            case "zset" -> 3;
            case "hash" -> 4;
            case "stream" -> 6;
            default -> 5;
        };
    }

    private static byte[] bigEndian(int number) {
        return new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
    }

    private void add(byte[] target, byte[] array, int offset, int length) {
        sha1.update(array, offset, length);
        finish(hash);
        for (int i = 0; i < LENGTH; i++) {
            target[i] ^= hash[i];
        }
    }

    private void mix(byte[] target, byte[] array, int offset, int length) {
        add(target, array, offset, length);
        sha1.update(target, 0, LENGTH);
        finish(target);
    }

    /** Puts the hash into an array that is there already: of a large value there are millions. */
    private void finish(byte[] target) {
        try {
            sha1.digest(target, 0, LENGTH);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void mix(byte[] target, byte[] bytes) {
        mix(target, bytes, 0, bytes.length);
    }

    // What types feed

    @Override
    public void ordered(byte[] array, int offset, int length) {
        mix(sum, array, offset, length);
    }

    @Override
    public void beginElement() {
        Arrays.fill(element, (byte) 0);
        parts = 0;
    }

    @Override
    public void part(byte[] array, int offset, int length) {
        if (parts++ == 0) {
            if (only.length < length) {
                only = new byte[Math.max(length, 2 * only.length)];
            }
            System.arraycopy(array, offset, only, 0, length);
            onlyLength = length;
        }
        mix(element, array, offset, length);
    }

    @Override
    public void endElement() {
        // A set's members are added as they are; what consists of several parts is added by its own signature.
        if (parts == 1) {
            add(sum, only, 0, onlyLength);
        } else {
            add(sum, element, 0, LENGTH);
        }
    }
}
