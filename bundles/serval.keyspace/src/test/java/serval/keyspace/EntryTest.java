package serval.keyspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;

/** Entries of keys of every length, in themselves or in an array. */
final class EntryTest {
    private static final StringValue VALUE = new StringValue(new byte[0], 0, false);

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1_234_567_890_123L})
    void knowsItsKey(long expiresAt) {
        Random random = new Random(7);
        for (int length = 0; length < 40; length++) {
            byte[] around = new byte[length + 14];
            random.nextBytes(around);
            byte[] key = Arrays.copyOfRange(around, 3, 3 + length);
            Entry entry = Entry.of(around, 3, length, VALUE, expiresAt, 0xABCDEF);

            assertEquals(length, entry.keyLength());
            assertArrayEquals(key, entry.key());
            ByteSlice slice = new ByteSlice();
            entry.key(slice);
            assertArrayEquals(key, slice.copy());
            assertEquals(KeyHash.hash(key, 0, length), Entries.hash(entry));
            assertTrue(entry.isOf(around, 3, length));
            assertTrue(entry.isOf(key, 0, length));
            assertFalse(entry.isOf(around, 3, length + 1));
            for (int i = 0; i < length; i++) {
                key[i] ^= 1;
                assertFalse(entry.isOf(key, 0, length), "byte " + i + " of " + length);
                key[i] ^= 1;
            }

            assertEquals(0xABCDEF, entry.access());
            entry.access(0x123456);
            assertEquals(0x123456, entry.access());
            assertEquals(length, entry.keyLength());
            assertEquals(expiresAt, entry.expiresAt());
            assertEquals(expiresAt >= 0, entry.expireAt(5));
            assertEquals(expiresAt >= 0 ? 5 : -1, entry.expiresAt());
            assertEquals(expiresAt < 0, entry.expireAt(-1));

            Entry other = Entry.of(entry, around, 3, length, VALUE, 17, 9);
            assertArrayEquals(key, other.key());
            assertEquals(17, other.expiresAt());
            assertSame(VALUE, other.value);
        }
    }
}
