package serval.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64/REDIS: Jones' polynomial 0xad93d23594c935a9, reflected, start 0, nothing inverted. RDB files and DUMP payloads end
 * with it.
 *
 * <p>Incremental: the checksum of a concatenation is {@code update(update(0, first), second)}. Eight bytes are folded at a
 * time through eight tables (16 KB).
 */
public final class Crc64 {

    private static final long REFLECTED = Long.reverse(0xad93d23594c935a9L);
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] TABLES = tables();

    private Crc64() {}

    private static long[] tables() {
        long[] tables = new long[8 * 256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ REFLECTED : crc >>> 1;
            }
            tables[i] = crc;
        }
        for (int i = 256; i < tables.length; i++) {
            long before = tables[i - 256];
            tables[i] = (before >>> 8) ^ tables[(int) before & 0xFF];
        }
        return tables;
    }

    /** Returns the checksum of the range. */
    public static long of(byte[] bytes, int offset, int length) {
        return update(0, bytes, offset, length);
    }

    /** Returns {@code crc} carried on over the range. */
    public static long update(long crc, byte[] bytes, int offset, int length) {
        long[] t = TABLES;
        long c = crc;
        int at = offset;
        int end = offset + length;
        for (; end - at >= 8; at += 8) {
            c ^= (long) WORD.get(bytes, at);
            c = t[0x700 | (int) c & 0xFF]
                    ^ t[0x600 | (int) (c >>> 8) & 0xFF]
                    ^ t[0x500 | (int) (c >>> 16) & 0xFF]
                    ^ t[0x400 | (int) (c >>> 24) & 0xFF]
                    ^ t[0x300 | (int) (c >>> 32) & 0xFF]
                    ^ t[0x200 | (int) (c >>> 40) & 0xFF]
                    ^ t[0x100 | (int) (c >>> 48) & 0xFF]
                    ^ t[(int) (c >>> 56)];
        }
        for (; at < end; at++) {
            c = (c >>> 8) ^ t[((int) c ^ bytes[at]) & 0xFF];
        }
        return c;
    }
}
