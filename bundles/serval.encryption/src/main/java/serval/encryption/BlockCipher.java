package serval.encryption;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import serval.spi.dataset.RdbFormatException;

/**
 * One file's blocks.
 *
 * <pre>
 * 0    length of what is encrypted, 4 bytes; the uppermost bit marks the last block
 * 4    nonce: 8 random bytes of whoever writes, and a counter of 4 bytes
 * 16   the ciphertext, as long as what is encrypted
 *      tag, 16 bytes
 * </pre>
 *
 * <p>The tag covers the block's number and the length with its mark as well. A file that is cut off and grows again has two
 * different blocks of one number, but never under the same nonce: whoever goes on in a file draws a prefix of its own. Not
 * thread-safe.
 */
final class BlockCipher {
    static final int HEAD = 16;
    static final int TAG = 16;
    static final int OVERHEAD = HEAD + TAG;
    static final int LAST = 1 << 31;
    private static final int NONCE = 12;
    private static final int NONCE_AT = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] associated = new byte[Long.BYTES + Integer.BYTES];
    private long prefix = RANDOM.nextLong();
    private int counter;

    BlockCipher(SecretKey key) throws IOException {
        this.key = key;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IOException("this Java has no AES-GCM", impossible);
        }
    }

    /** Encrypts all of {@code plain} as the block of a number. */
    ByteBuffer encrypt(long number, ByteBuffer plain, boolean last) throws IOException {
        int length = plain.remaining();
        ByteBuffer block = ByteBuffer.allocate(length + OVERHEAD);
        int marked = last ? length | LAST : length;
        block.putInt(marked).putLong(prefix).putInt(counter++);
        if (counter == 0) {
            prefix = RANDOM.nextLong();
        }
        run(Cipher.ENCRYPT_MODE, number, marked, block.array(), plain, block);
        return block.flip();
    }

    /**
     * Decrypts a block.
     *
     * @throws RdbFormatException if it is not what was written as the block of this number
     */
    ByteBuffer decrypt(long number, byte[] head, ByteBuffer encrypted) throws IOException {
        int marked = ByteBuffer.wrap(head).getInt();
        ByteBuffer plain = ByteBuffer.allocate(marked & ~LAST);
        run(Cipher.DECRYPT_MODE, number, marked, head, encrypted, plain);
        return plain.flip();
    }

    private void run(int mode, long number, int marked, byte[] head, ByteBuffer from, ByteBuffer to)
            throws IOException {
        try {
            cipher.init(mode, key, new GCMParameterSpec(TAG * 8, head, NONCE_AT, NONCE));
            ByteBuffer.wrap(associated).putLong(number).putInt(marked);
            cipher.updateAAD(associated);
            cipher.doFinal(from, to);
        } catch (AEADBadTagException changed) {
            throw new RdbFormatException("block " + number + " of the encrypted file was changed", false);
        } catch (GeneralSecurityException failed) {
            throw new IOException("encryption failed", failed);
        }
    }
}
