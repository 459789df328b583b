package serval.geo;

/**
 * Cells of the earth: each step halves longitude and latitude, and the bits of both are woven into one number, the longitude's above
 * the latitude's. Places are cells of 26 steps.
 */
final class Cell {
    static final int STEPS = 26;
    static final double LONGITUDE = 180;
    /** As far as Mercator's projection is square. */
    static final double LATITUDE = 85.05112878;

    private static final double POLE = 90;
    private static final long EVEN = 0x5555555555555555L;
    private static final char[] ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz".toCharArray();
    private static final int TEXT_LENGTH = 11;

    private Cell() {}

    /** The cell of so many steps around a place. */
    static long at(double longitude, double latitude, int steps) {
        return at(longitude, latitude, LATITUDE, steps);
    }

    private static long at(double longitude, double latitude, double pole, int steps) {
        double size = 1L << steps;
        double y = (latitude + pole) / (pole + pole) * size;
        double x = (longitude + LONGITUDE) / (LONGITUDE + LONGITUDE) * size;
        return spread((long) y) | spread((long) x) << 1;
    }

    private static long spread(long value) {
        long bits = value & 0xFFFFFFFFL;
        bits = (bits | bits << 16) & 0x0000FFFF0000FFFFL;
        bits = (bits | bits << 8) & 0x00FF00FF00FF00FFL;
        bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0FL;
        bits = (bits | bits << 2) & 0x3333333333333333L;
        return (bits | bits << 1) & EVEN;
    }

    private static long gather(long woven) {
        long bits = woven & EVEN;
        bits = (bits | bits >>> 1) & 0x3333333333333333L;
        bits = (bits | bits >>> 2) & 0x0F0F0F0F0F0F0F0FL;
        bits = (bits | bits >>> 4) & 0x00FF00FF00FF00FFL;
        bits = (bits | bits >>> 8) & 0x0000FFFF0000FFFFL;
        return (bits | bits >>> 16) & 0xFFFFFFFFL;
    }

    /** The western edge of a cell, or the eastern one for {@code edge} 1. */
    static double longitude(long cell, int steps, int edge) {
        return -LONGITUDE + (gather(cell >>> 1) + edge) * 1.0 / (1L << steps) * (LONGITUDE + LONGITUDE);
    }

    /** The southern edge of a cell, or the northern one for {@code edge} 1. */
    static double latitude(long cell, int steps, int edge) {
        return -LATITUDE + (gather(cell) + edge) * 1.0 / (1L << steps) * (LATITUDE + LATITUDE);
    }

    /** The longitude of a place. */
    static double longitude(double score) {
        long cell = (long) score;
        double middle = (longitude(cell, STEPS, 0) + longitude(cell, STEPS, 1)) / 2;
        return Math.max(-LONGITUDE, Math.min(LONGITUDE, middle));
    }

    /** The latitude of a place. */
    static double latitude(double score) {
        long cell = (long) score;
        double middle = (latitude(cell, STEPS, 0) + latitude(cell, STEPS, 1)) / 2;
        return Math.max(-LATITUDE, Math.min(LATITUDE, middle));
    }

    /**
     * The cell so many cells to the east and to the north, around the earth. What lies on the very edge of the earth has a bit too many,
     * which goes when it is moved away from, as in Redis.
     */
    static long neighbour(long cell, int steps, int east, int north) {
        long mask = (1L << steps) - 1;
        long x = gather(cell >>> 1);
        long y = gather(cell);
        return spread(north == 0 ? y : y + north & mask) | spread(east == 0 ? x : x + east & mask) << 1;
    }

    /** The lowest score in a cell; what {@code cell + 1} gives is above the highest. */
    static double lowest(long cell, int steps) {
        return cell << 2 * (STEPS - steps);
    }

    /** The eleven letters that other systems know a place by. Their cells reach to the poles, and the last letter is beyond our bits. */
    static byte[] text(double score) {
        long cell = at(longitude(score), latitude(score), POLE, STEPS);
        byte[] text = new byte[TEXT_LENGTH];
        for (int i = 0; i < TEXT_LENGTH - 1; i++) {
            text[i] = (byte) ALPHABET[(int) (cell >>> 2 * STEPS - (i + 1) * 5) & 0x1F];
        }
        text[TEXT_LENGTH - 1] = (byte) ALPHABET[0];
        return text;
    }
}
