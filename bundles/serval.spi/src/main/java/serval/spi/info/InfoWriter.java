package serval.spi.info;

import org.osgi.annotation.versioning.ProviderType;

/** Takes the fields of a section. */
@ProviderType
public interface InfoWriter {
    /** A field with text. */
    void field(String name, String value);

    /** A field with a number. */
    void field(String name, long value);

    /** A field with a number of so many decimals. */
    void field(String name, double value, int decimals);
}
