package serval.spi.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that encrypts the files of the dataset. While there is none, or it is off, files are written as Redis writes them.
 *
 * <p>An encrypted file is a head and blocks. Each block is encrypted and authenticated with its place in the file, so that blocks
 * cannot be changed, exchanged, or left out between others. The last block of a file that is complete says that it is the last. A file
 * that grows has no such block: what it lacks at its end cannot be told from what was never written.
 */
@ProviderType
public interface FileEncryption {
    /** What an encrypted file begins with. */
    String MAGIC = "SERVALE1";

    /** No block holds more than this. */
    int MOST = 1 << 20;

    /** Whether a file is encrypted, or the beginning of one that is; a missing or empty one is not. */
    static boolean isEncrypted(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(MAGIC.length()), StandardCharsets.ISO_8859_1);
            return !head.isEmpty() && MAGIC.startsWith(head);
        }
    }

    /** Whether new files are to be encrypted. */
    boolean isOn();

    /**
     * Begins a file that is written in one go; its last block is written when it is finished.
     *
     * @throws IOException if there is no key
     */
    RdbSink encrypt(RdbSink to) throws IOException;

    /**
     * Begins a file that grows.
     *
     * @throws IOException if there is no key
     */
    Blocks begin() throws IOException;

    /**
     * Goes on in a file that grows, behind its last whole block.
     *
     * @throws IOException if the file cannot be read, its key is not known, or it is not sound
     */
    Blocks resume(Path file) throws IOException;

    /**
     * Decrypts a file from its beginning. Reading throws {@link RdbFormatException} where the file is not sound.
     *
     * @param growing whether the file may end behind any block, and even within one
     * @throws IOException if the stream fails, or the file's key is not known
     */
    EncryptedInput decrypt(InputStream from, boolean growing) throws IOException;

    /**
     * Cuts a file that grows off; the part that is left of a block is encrypted anew.
     *
     * @param size how many bytes it is to hold when decrypted
     */
    void truncate(Path file, long size) throws IOException;

    /** The blocks of one file that grows, in their order. Not thread-safe. */
    @ProviderType
    interface Blocks {
        /** The head of a new file, to be written before its first block. */
        byte[] head();

        /** How many bytes of the file come before the next block, its head included. */
        long position();

        /** How many bytes the file holds when decrypted. */
        long size();

        /** Encrypts as many bytes as a block holds, which are taken from the buffer; returns the block as it is to be written. */
        ByteBuffer next(ByteBuffer plain) throws IOException;

        /** The block that {@link #next} gave was written; without this the next one takes its place. */
        void written();
    }
}
