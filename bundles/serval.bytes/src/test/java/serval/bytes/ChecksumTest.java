package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChecksumTest {

    @Test
    void crc16HasTheCheckValueOfXmodem() {
        assertEquals(0x31C3, Crc16.of(Ascii.bytes("-123456789-"), 1, 9));
        assertEquals(0, Crc16.of(new byte[0], 0, 0));
        assertEquals(12182, Crc16.of(Ascii.bytes("foo"), 0, 3) & 16383);
        assertEquals(5061, Crc16.of(Ascii.bytes("bar"), 0, 3) & 16383);
    }

    @Test
    void crc64HasTheCheckValueOfJones() {
        assertEquals(0xe9c6d914c4b8d9caL, Crc64.of(Ascii.bytes("123456789"), 0, 9));
        assertEquals(0, Crc64.of(new byte[0], 0, 0));
    }

    @Test
    void crc64CarriesOnFromAnySplit() {
        byte[] bytes = new byte[300];
        new SplittableRandom(3).nextBytes(bytes);
        for (int length = 0; length < 100; length++) {
            long whole = slowCrc64(bytes, 5, length);
            assertEquals(whole, Crc64.of(bytes, 5, length));
            for (int split = 0; split <= length; split++) {
                long first = Crc64.update(0, bytes, 5, split);
                assertEquals(whole, Crc64.update(first, bytes, 5 + split, length - split));
            }
        }
    }

    /** Bit by bit, straight from the definition. */
    private static long slowCrc64(byte[] bytes, int offset, int length) {
        long crc = 0;
        for (int i = offset; i < offset + length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                boolean top = crc < 0;
                boolean in = (bytes[i] >> bit & 1) != 0;
                crc <<= 1;
                if (top != in) {
                    crc ^= 0xad93d23594c935a9L;
                }
            }
        }
        return Long.reverse(crc);
    }
}
