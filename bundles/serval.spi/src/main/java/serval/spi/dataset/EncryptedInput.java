package serval.spi.dataset;

import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/** An encrypted file being read: gives what it holds. */
@ProviderType
public abstract class EncryptedInput extends InputStream {
    /** For subclasses. */
    protected EncryptedInput() {}

    /** Whether the file, of those that grow, ended within a block; known when the end has been met. */
    public abstract boolean isTorn();
}
