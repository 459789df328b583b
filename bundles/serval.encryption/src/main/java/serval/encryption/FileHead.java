package serval.encryption;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.RdbFormatException;

/**
 * What an encrypted file begins with.
 *
 * <pre>
 * 0    magic, 8 bytes, the form's version included
 * 8    number of the key, 8 bytes
 * 16   salt, 32 random bytes
 * </pre>
 *
 * <p>The file's own key is drawn from the key and all of this, so a head that was changed decrypts nothing.
 */
final class FileHead {
    static final int BYTES = 48;
    private static final int KEY_AT = 8;
    private static final int SALT_AT = KEY_AT + KeyRing.ID_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FileHead() {}

    static byte[] make(KeyRing.Key key) {
        byte[] salt = new byte[BYTES - SALT_AT];
        RANDOM.nextBytes(salt);
        byte[] head = Arrays.copyOf(FileEncryption.MAGIC.getBytes(StandardCharsets.US_ASCII), BYTES);
        System.arraycopy(HexFormat.of().parseHex(key.id()), 0, head, KEY_AT, KeyRing.ID_BYTES);
        System.arraycopy(salt, 0, head, SALT_AT, salt.length);
        return head;
    }

    /** Reads a head; shorter than {@link #BYTES} if the file ends in it. */
    static byte[] read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(BYTES);
        byte[] magic = FileEncryption.MAGIC.getBytes(StandardCharsets.US_ASCII);
        int count = Math.min(head.length, magic.length);
        if (!Arrays.equals(head, 0, count, magic, 0, count)) {
            throw new RdbFormatException("the file is not encrypted in a known form", false);
        }
        return head;
    }

    static String keyId(byte[] head) {
        return HexFormat.of().formatHex(head, KEY_AT, SALT_AT);
    }
}
