package serval.spi.dataset;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that belongs to the dataset and to no key, published as an OSGi service: snapshot files carry it as auxiliary fields of its
 * name, which whoever does not know them skips. The base of an append-only file does not. Under the engine lock.
 */
@ConsumerType
public interface SnapshotField {
    /** The fields' name. */
    String name();

    /** What is to be written, as of now: one field for each. */
    List<byte[]> values();

    /** Another dataset is about to be loaded: what is held is not its. */
    void clear();

    /**
     * A field was read.
     *
     * @throws IOException if it cannot be understood
     */
    void load(byte[] value) throws IOException;

    /** The dataset that {@link #clear} told of is complete. */
    void loaded();
}
