package serval.geo;

/**
 * A member that a search found.
 *
 * @param distance in metres
 */
record Found(byte[] member, double score, double longitude, double latitude, double distance) {}
