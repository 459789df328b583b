package serval.sdk.type;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a codec writes a value. For Redis' own types the elements are RDB's plain ones; for module types each carries its
 * opcode, so that a server without the module can step over it.
 */
@ProviderType
public interface ValueOutput {
    /** An unsigned number: a length, in RDB's terms. */
    void unsigned(long value);

    /** A signed number; module types only. */
    void signed(long value);

    /** A byte string, compressed or integer-encoded where RDB allows it. The bytes are taken over before it returns. */
    void string(byte[] array, int offset, int length);

    /** A binary double. */
    void real(double value);

    /** A binary float; module types only. */
    void real(float value);

    /** A single byte; Redis' own types only. */
    void octet(int value);

    /** Eight bytes, little-endian; Redis' own types only. */
    void fixed64(long value);
}
