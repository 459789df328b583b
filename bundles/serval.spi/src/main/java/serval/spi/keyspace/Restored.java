package serval.spi.keyspace;

import serval.sdk.type.Value;

/**
 * A value that comes from a file, a payload or a copy.
 *
 * @param value the value; a string as a value of the built-in string type
 * @param expiresAt in milliseconds since 1970, or -1
 * @param idleSeconds seconds since it was last touched, or -1 if not known
 * @param frequency the logarithmic access counter, or -1 if not known
 */
public record Restored(Value value, long expiresAt, long idleSeconds, int frequency) {}
