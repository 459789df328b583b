package serval.spi.keyspace;

/**
 * What OBJECT and DEBUG OBJECT tell of a key.
 *
 * @param encoding the encoding's name
 * @param idleSeconds seconds since it was last touched
 * @param frequency the logarithmic access counter
 * @param identity stays the same as long as the key's value is changed in place
 * @param bytes what it holds in memory, key and entry included
 */
public record KeyDetails(String encoding, long idleSeconds, int frequency, int identity, long bytes) {}
