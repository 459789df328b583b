package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HashTest {

    @Test
    void xxh3AgreesWithPublishedValues() {
        assertEquals(0x2D06800538D394C2L, Xxh3.hash(new byte[0], 0, 0));
        assertEquals(0xE6C632B61E964E1FL, Xxh3.hash(Ascii.bytes("a"), 0, 1));
        assertEquals(0x78AF5F94892F3950L, Xxh3.hash(Ascii.bytes("abc"), 0, 3));
    }

    @Test
    void xxh3AgreesWithAnotherImplementation() {
        byte[] bytes = new byte[6000];
        new SplittableRandom(7).nextBytes(bytes);
        for (int length = 0; length < 5000; length++) {
            int offset = length % 13;
            assertEquals(
                    Hashing.xxh3_64().hashBytesToLong(bytes, offset, length),
                    Xxh3.hash(bytes, offset, length),
                    "length " + length);
        }
    }

    @Test
    void keyHashIsSipHash() {
        long key0 = 0x0706050403020100L;
        long key1 = 0x0f0e0d0c0b0a0908L;
        byte[] bytes = new byte[80];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        // The authors' example is for 2-4 rounds; it proves the plain version below, which proves ours.
        assertEquals(0xa129ca6149be45e5L, sipHash(2, 4, key0, key1, bytes, 0, 15));
        for (int offset = 0; offset < 8; offset++) {
            for (int length = 0; length < 70; length++) {
                assertEquals(
                        sipHash(1, 3, key0, key1, bytes, offset, length),
                        KeyHash.hash(key0, key1, bytes, offset, length));
            }
        }
    }

    @Test
    void keyHashDependsOnEveryByteAndTheLength() {
        byte[] bytes = new byte[40];
        for (int length = 1; length < bytes.length; length++) {
            long before = KeyHash.hash(bytes, 0, length);
            assertEquals(before, KeyHash.hash(bytes, 0, length));
            assertNotEquals(before, KeyHash.hash(bytes, 0, length - 1));
            for (int i = 0; i < length; i++) {
                bytes[i] = 1;
                assertNotEquals(before, KeyHash.hash(bytes, 0, length));
                bytes[i] = 0;
            }
        }
    }

    private static long sipHash(int rounds, int last, long key0, long key1, byte[] bytes, int offset, int length) {
        long[] v = {
            key0 ^ 0x736f6d6570736575L,
            key1 ^ 0x646f72616e646f6dL,
            key0 ^ 0x6c7967656e657261L,
            key1 ^ 0x7465646279746573L
        };
        for (int at = 0; at <= length; at += 8) {
            long word = 0;
            for (int i = 0; i < 8 && at + i < length; i++) {
                word |= (bytes[offset + at + i] & 0xFFL) << 8 * i;
            }
            if (at + 8 > length) {
                word |= (long) length << 56;
            }
            v[3] ^= word;
            sipRounds(v, rounds);
            v[0] ^= word;
        }
        v[2] ^= 0xFF;
        sipRounds(v, last);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void sipRounds(long[] v, int count) {
        for (int i = 0; i < count; i++) {
            v[0] += v[1];
            v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }
}
