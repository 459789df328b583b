package serval.encryption.tool;

import java.io.IOException;
import java.nio.file.Path;
import serval.encryption.Codec;
import serval.encryption.KeyRing;
import serval.spi.dataset.FileEncryption;

/** Encryption without a server, for tools that look at files: keys come from the environment, or the file that it names. */
public final class Decryption {
    /** The variable of the environment that names a file of keys. */
    public static final String FILE_VARIABLE = "SERVAL_ENCRYPTION_KEY_FILE";

    private Decryption() {}

    /** Creates it. */
    public static FileEncryption create() {
        return new Codec(Decryption::keys, () -> false);
    }

    private static KeyRing keys() throws IOException {
        String file = System.getenv(FILE_VARIABLE);
        KeyRing keys = KeyRing.read(file == null || file.isEmpty() ? null : Path.of(file));
        if (keys.isEmpty()) {
            throw new IOException("the file is encrypted, and neither " + KeyRing.VARIABLE + " nor " + FILE_VARIABLE
                    + " gives a key");
        }
        return keys;
    }
}
