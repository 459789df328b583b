package serval.system.payload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import serval.system.RespConnection;

/** Payloads of DUMP: bytes of a value, the version of the format in two bytes, a checksum in eight. */
public final class Payloads {
    /** The bytes behind a value. */
    public static final int FOOTER = 10;

    /** CRC-64 of Jones, reflected. */
    private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;

    private static final long[] TABLE = new long[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
            TABLE[i] = crc;
        }
    }

    private Payloads() {}

    /** A value's type code and bytes, without what stands behind them. */
    public static byte[] dump(RespConnection connection, String key) {
        byte[] reply =
                connection.call("DUMP".getBytes(StandardCharsets.US_ASCII), key.getBytes(StandardCharsets.US_ASCII));
        int from = 1;
        while (reply[from - 1] != '\n') {
            from++;
        }
        if (reply.length - from < FOOTER) {
            throw new AssertionError("no payload of " + key);
        }
        return Arrays.copyOfRange(reply, from, reply.length - 2 - FOOTER);
    }

    /** A payload of these bytes, with the version and the checksum that it takes. */
    public static byte[] seal(byte[] value) {
        return seal(value, 11);
    }

    /** A payload of these bytes, with a version of the format and the checksum that it takes. */
    public static byte[] seal(byte[] value, int version) {
        byte[] payload = Arrays.copyOf(value, value.length + FOOTER);
        payload[value.length] = (byte) version;
        long crc = checksum(payload, value.length + 2);
        for (int i = 0; i < 8; i++) {
            payload[value.length + 2 + i] = (byte) (crc >>> 8 * i);
        }
        return payload;
    }

    /** The checksum of the first bytes of an array. */
    public static long checksum(byte[] bytes, int count) {
        long crc = 0;
        for (int i = 0; i < count; i++) {
            crc = TABLE[(int) (crc ^ bytes[i]) & 0xFF] ^ crc >>> 8;
        }
        return crc;
    }

    /** A length as the format has it, in its shortest form. */
    public static byte[] length(long length) {
        if (length >= 0 && length < 64) {
            return new byte[] {(byte) length};
        }
        if (length >= 0 && length < 1 << 14) {
            return new byte[] {(byte) (0x40 | length >> 8), (byte) length};
        }
        boolean small = length >= 0 && length < 1L << 32;
        byte[] bytes = new byte[small ? 5 : 9];
        bytes[0] = (byte) (small ? 0x80 : 0x81);
        for (int i = 1; i < bytes.length; i++) {
            bytes[i] = (byte) (length >>> 8 * (bytes.length - 1 - i));
        }
        return bytes;
    }

    /** A string as the format has it, not compressed. */
    public static byte[] string(byte[] bytes) {
        return join(length(bytes.length), bytes);
    }

    /** Bytes one behind the other. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
