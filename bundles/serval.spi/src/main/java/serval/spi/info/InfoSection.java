package serval.spi.info;

import org.osgi.annotation.versioning.ConsumerType;

/** A contribution to INFO, published as an OSGi service. Contributions to the same section follow one another by order. */
@ConsumerType
public interface InfoSection {
    /** The section's name as INFO takes it, such as {@code server} or {@code memory}; the heading has it capitalised. */
    String section();

    /** Where its fields stand among all: the sections come in the order of their first contribution. */
    int order();

    /** Whether INFO shows it unless asked for everything. */
    default boolean isDefault() {
        return true;
    }

    /** Writes the fields. Under the engine lock. */
    void write(InfoWriter out);
}
