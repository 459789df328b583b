package serval.spi.keyspace;

import org.osgi.annotation.versioning.ProviderType;

/** A key that is being watched. */
@ProviderType
public interface Watch {
    /** The database's number. */
    int database();

    /** The key's name. */
    byte[] key();

    /** Whether the key changed since, or has expired since. */
    boolean isTouched();

    /** Ends watching. */
    void close();
}
