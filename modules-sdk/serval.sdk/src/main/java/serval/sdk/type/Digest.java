package serval.sdk.type;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Collects what identifies a value. Ordered elements follow one another; unordered ones are each fed between
 * {@link #beginElement()} and {@link #endElement()}.
 */
@ProviderType
public interface Digest {
    /** Adds bytes of an ordered element. */
    void ordered(byte[] array, int offset, int length);

    /** Begins an element whose place among the others does not count. */
    void beginElement();

    /** Adds bytes to the element begun. */
    void part(byte[] array, int offset, int length);

    /** Ends the element begun. */
    void endElement();
}
