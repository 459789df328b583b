package serval.sdk.type;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a codec reads a value from: the counterpart of {@link ValueOutput}. Every method throws
 * {@link CorruptValueException} when the bytes are not what was asked for, and never allocates more than the bytes that are really there
 * justify.
 */
@ProviderType
public interface ValueInput {
    /** An unsigned number. */
    long unsigned();

    /** A signed number. */
    long signed();

    /** A byte string, as an array of the reader's own. */
    byte[] string();

    /** A binary double. */
    double real();

    /** A binary float. */
    float single();

    /** A double as old RDB versions write scores: a length byte and decimal digits. */
    double textReal();

    /** A single byte, 0 to 255. */
    int octet();

    /** Eight bytes, little-endian. */
    long fixed64();

    /** The number of bytes left before the end of what has been received; an upper bound for any element count. */
    long remaining();

    /** Whether payloads are to be checked in depth ({@code sanitize-dump-payload}). */
    boolean deep();
}
