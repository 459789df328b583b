package serval.spi.keyspace;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.key.Key;

/** A key that remembers how it was used, so that a handler's fault can be made good. */
@ProviderType
public interface OpenKey extends Key {
    /** Whether anything was changed through it, or opened to be changed, since it was opened. */
    boolean isOpenForWriting();
}
