package serval.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.spi.dataset.EncryptedInput;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.RdbFormatException;
import serval.spi.dataset.RdbSink;

class CodecTest {
    private static final String FIRST = "00112233445566778899aabbccddeeff".repeat(2);
    private static final String SECOND = "ffeeddccbbaa99887766554433221100".repeat(2);
    private static final int LARGE = 700_000;

    @TempDir
    Path folder;

    private static Codec codec(String keys) {
        return new Codec(() -> KeyRing.parse(keys, "the test"), () -> true);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] sealed(Codec codec, byte[] plain, int piece) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RdbSink sink = codec.encrypt((array, from, length) -> file.write(array, from, length));
        for (int at = 0; at < plain.length; at += piece) {
            sink.write(plain, at, Math.min(piece, plain.length - at));
        }
        sink.finish();
        return file.toByteArray();
    }

    private static byte[] read(Codec codec, byte[] file, boolean growing) throws IOException {
        try (EncryptedInput in = codec.decrypt(new ByteArrayInputStream(file), growing)) {
            return in.readAllBytes();
        }
    }

    private static byte[] grown(FileEncryption.Blocks blocks, byte[]... parts) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(blocks.head());
        for (byte[] part : parts) {
            append(file, blocks, part);
        }
        return file.toByteArray();
    }

    private static void append(ByteArrayOutputStream file, FileEncryption.Blocks blocks, byte[] part)
            throws IOException {
        ByteBuffer left = ByteBuffer.wrap(part);
        while (left.hasRemaining()) {
            ByteBuffer block = blocks.next(left);
            file.write(block.array(), 0, block.limit());
            blocks.written();
        }
    }

    @Test
    void sealedFilesComeBack() throws IOException {
        for (int length : new int[] {0, 1, 131_071, 131_072, 131_073, LARGE}) {
            byte[] plain = bytes(length);
            byte[] file = sealed(codec(FIRST), plain, 10_007);
            assertArrayEquals(plain, read(codec(FIRST), file, false), "length " + length);
            assertArrayEquals(plain, read(codec(SECOND + "\n" + FIRST), file, true), "length " + length);
        }
    }

    @Test
    void nothingOfTheContentShows() throws IOException {
        byte[] plain = "a secret that is long enough".repeat(100).getBytes(StandardCharsets.US_ASCII);
        byte[] file = sealed(codec(FIRST), plain, 1000);
        assertFalse(new String(file, StandardCharsets.ISO_8859_1).contains("secret"));
        assertNotEquals(Arrays.hashCode(file), Arrays.hashCode(sealed(codec(FIRST), plain, 1000)));
    }

    @Test
    void everyChangedBitIsNoticed() throws IOException {
        byte[] file = sealed(codec(FIRST), bytes(300), 300);
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = file.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThrows(IOException.class, () -> read(codec(FIRST), changed, false), at + " " + bit);
                assertThrowsOrTorn(changed);
            }
        }
    }

    /** A length that became too long looks as a file does that was cut off. */
    private static void assertThrowsOrTorn(byte[] changed) {
        try (EncryptedInput in = codec(FIRST).decrypt(new ByteArrayInputStream(changed), true)) {
            assertEquals(0, in.readAllBytes().length);
            assertTrue(in.isTorn());
        } catch (IOException noticed) {
            assertTrue(noticed.getMessage().contains("encrypted"), noticed.getMessage());
        }
    }

    @Test
    void sealedFileThatEndsEarlyIsNoticedWhereverThatIs() throws IOException {
        byte[] file = sealed(codec(FIRST), bytes(131_072 + 50), 1000);
        for (int length = 0; length < file.length; length += length < 300 || length > 131_000 ? 1 : 999) {
            byte[] cut = Arrays.copyOf(file, length);
            RdbFormatException wrong =
                    assertThrows(RdbFormatException.class, () -> read(codec(FIRST), cut, false), "" + length);
            assertTrue(wrong.isTruncated(), "" + length);
        }
        byte[] more = Arrays.copyOf(file, file.length + 1);
        assertThrows(RdbFormatException.class, () -> read(codec(FIRST), more, false));
    }

    @Test
    void blocksKeepTheirPlaces() throws IOException {
        FileEncryption.Blocks blocks = codec(FIRST).begin();
        byte[] file = grown(blocks, bytes(100), bytes(100), bytes(100));
        int block = (file.length - FileHead.BYTES) / 3;
        assertEquals(300, read(codec(FIRST), file, true).length);
        byte[] swapped = file.clone();
        System.arraycopy(file, FileHead.BYTES, swapped, FileHead.BYTES + block, block);
        System.arraycopy(file, FileHead.BYTES + block, swapped, FileHead.BYTES, block);
        assertThrows(RdbFormatException.class, () -> read(codec(FIRST), swapped, true));
        byte[] without = new byte[file.length - block];
        System.arraycopy(file, 0, without, 0, FileHead.BYTES);
        System.arraycopy(file, FileHead.BYTES + block, without, FileHead.BYTES, 2 * block);
        assertThrows(RdbFormatException.class, () -> read(codec(FIRST), without, true));
        byte[] other = grown(codec(FIRST).begin(), bytes(100), bytes(100), bytes(100));
        System.arraycopy(other, FileHead.BYTES + block, file, FileHead.BYTES + block, block);
        assertThrows(RdbFormatException.class, () -> read(codec(FIRST), file, true));
    }

    @Test
    void anotherKeyIsToldByItsNumber() throws IOException {
        byte[] file = sealed(codec(FIRST), bytes(100), 100);
        IOException unknown = assertThrows(IOException.class, () -> read(codec(SECOND), file, false));
        String id = KeyRing.parse(FIRST, "the test").first().id();
        assertEquals(
                "the file is encrypted with key " + id + ", which is not among those that are known",
                unknown.getMessage());
        assertThrows(IOException.class, () -> codec("").encrypt((array, from, length) -> {}));
    }

    @Test
    void keysAreOfSixtyFourDigits() throws IOException {
        IOException wrong =
                assertThrows(IOException.class, () -> KeyRing.parse("# none\n" + FIRST + "\nabc", "the file"));
        assertEquals("a key in the file is not of 64 hexadecimal digits", wrong.getMessage());
        assertTrue(KeyRing.parse("# none\n\n", "the file").isEmpty());
        String both = "# new\n" + SECOND.toUpperCase(java.util.Locale.ROOT) + "\n" + FIRST;
        assertEquals(
                KeyRing.parse(SECOND, "x").first().id(),
                KeyRing.parse(both, "x").first().id());
    }

    @Test
    void fileThatGrowsEndsAnywhere() throws IOException {
        byte[] file = grown(codec(FIRST).begin(), bytes(100), bytes(50));
        int second = file.length - 50 - BlockCipher.OVERHEAD;
        for (int length = 1; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            int whole = length < second ? 0 : 100;
            try (EncryptedInput in = codec(FIRST).decrypt(new ByteArrayInputStream(cut), true)) {
                assertEquals(whole, in.readAllBytes().length, "" + length);
                assertEquals(length != second && length != FileHead.BYTES, in.isTorn(), "" + length);
            }
        }
    }

    @Test
    void fileThatGrowsGoesOnAndIsCutAnywhere() throws IOException {
        byte[] content = bytes(400);
        Codec codec = codec(FIRST);
        byte[] file = grown(
                codec.begin(),
                Arrays.copyOf(content, 100),
                Arrays.copyOfRange(content, 100, 300),
                Arrays.copyOfRange(content, 300, 400));
        Path path = folder.resolve("growing");
        for (int size = 0; size <= content.length; size += size % 100 < 3 || size % 100 > 97 ? 1 : 19) {
            Files.write(path, file);
            codec.truncate(path, size);
            byte[] cut = Files.readAllBytes(path);
            assertArrayEquals(Arrays.copyOf(content, size), read(codec, cut, true), "" + size);
            FileEncryption.Blocks blocks = codec.resume(path);
            assertEquals(size, blocks.size());
            assertEquals(cut.length, blocks.position());
            ByteArrayOutputStream longer = new ByteArrayOutputStream();
            longer.write(cut);
            append(longer, blocks, content);
            assertEquals(size + content.length, read(codec, longer.toByteArray(), true).length);
        }
        Files.write(path, file);
        assertThrows(RdbFormatException.class, () -> codec.truncate(path, content.length + 1));
    }

    @Test
    void largeWritesBecomeSeveralBlocks() throws IOException {
        byte[] content = bytes(2 * FileEncryption.MOST + 5);
        byte[] file = grown(codec(FIRST).begin(), content);
        assertArrayEquals(content, read(codec(FIRST), file, true));
        assertEquals(FileHead.BYTES + content.length + 3 * BlockCipher.OVERHEAD, file.length);
    }
}
