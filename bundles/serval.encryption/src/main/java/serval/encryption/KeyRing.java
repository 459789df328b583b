package serval.encryption;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys there are: the first encrypts, and every one of them decrypts. */
public final class KeyRing {
    /** The variable of the environment that keys come from when no file is named. */
    public static final String VARIABLE = "SERVAL_ENCRYPTION_KEY";

    private static final int KEY_BYTES = 32;
    static final int ID_BYTES = 8;

    private final List<Key> keys;

    /** A key with the number it is known by in files, which tells nothing about it. */
    record Key(SecretKey secret, String id) {
        /** The key of one file, which is drawn from this one by the file's head. */
        SecretKey forFile(byte[] head) throws IOException {
            return new SecretKeySpec(derive(secret, head, KEY_BYTES), "AES");
        }
    }

    private KeyRing(List<Key> keys) {
        this.keys = keys;
    }

    /**
     * Reads keys: 64 hexadecimal digits each, separated by spaces or ends of lines. In a file, lines that begin with {@code #} are
     * comments.
     *
     * @param file the file, or null for the environment
     * @throws IOException if the file cannot be read, or something in it is no key; the message tells none
     */
    public static KeyRing read(@Nullable Path file) throws IOException {
        if (file != null) {
            try {
                return parse(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
            } catch (java.nio.file.FileSystemException missing) {
                throw new IOException("the key file " + file + " cannot be read", missing);
            }
        }
        String text = System.getenv(VARIABLE);
        return parse(text == null ? "" : text, VARIABLE);
    }

    static KeyRing parse(String text, String where) throws IOException {
        List<Key> keys = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.strip().startsWith("#")) {
                continue;
            }
            for (String word : line.strip().split("\\s+")) {
                if (!word.isEmpty()) {
                    keys.add(key(word, where));
                }
            }
        }
        return new KeyRing(List.copyOf(keys));
    }

    private static Key key(String word, String where) throws IOException {
        if (!word.matches("[0-9a-fA-F]{64}")) {
            throw new IOException("a key in " + where + " is not of 64 hexadecimal digits");
        }
        SecretKey secret = new SecretKeySpec(HexFormat.of().parseHex(word), "Generic");
        byte[] id = derive(secret, "serval key id".getBytes(StandardCharsets.US_ASCII), ID_BYTES);
        return new Key(secret, HexFormat.of().formatHex(id));
    }

    private static byte[] derive(SecretKey secret, byte[] info, int length) throws IOException {
        try {
            HKDFParameterSpec how = HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, length);
            return KDF.getInstance("HKDF-SHA256").deriveData(how);
        } catch (GeneralSecurityException impossible) {
            throw new IOException("this Java has no HKDF", impossible);
        }
    }

    /** Whether there is no key. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The key that encrypts. */
    Key first() throws IOException {
        if (keys.isEmpty()) {
            throw new IOException("there is no key to encrypt with");
        }
        return keys.getFirst();
    }

    /** The key with a number. */
    Key find(String id) throws IOException {
        for (Key key : keys) {
            if (key.id.equals(id)) {
                return key;
            }
        }
        throw new IOException("the file is encrypted with key " + id + ", which is not among those that are known");
    }
}
