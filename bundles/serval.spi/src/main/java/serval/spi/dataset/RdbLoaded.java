package serval.spi.dataset;

import java.util.Map;

/**
 * What came of reading an RDB stream.
 *
 * @param end the position right behind the RDB, counted from where the stream began
 * @param version the RDB version
 * @param aux the fields of its head
 * @param loaded keys loaded
 * @param expired keys left out because their time was up
 */
public record RdbLoaded(long end, int version, Map<String, String> aux, long loaded, long expired) {}
