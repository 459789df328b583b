package serval.spi.pubsub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.KeyHash;

/**
 * The name of a channel, or a pattern that names of channels are compared with; any bytes.
 *
 * <p>Clients choose names, so that the hash is the keyed one of {@link KeyHash}.
 */
public final class ChannelName {
    private final byte[] bytes;
    private final int hash;

    /** Creates a name. The array is not copied and must not change. */
    public ChannelName(byte[] bytes) {
        this.bytes = bytes;
        hash = Long.hashCode(KeyHash.hash(bytes, 0, bytes.length));
    }

    /** The bytes; not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChannelName name && hash == name.hash && Arrays.equals(bytes, name.bytes);
    }
}
