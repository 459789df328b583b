package serval.geo;

/** Distances on a sphere, in metres, between places in degrees. */
final class Earth {
    static final double RADIUS = 6372797.560856;

    private static final double DEGREE = Math.PI / 180.0;

    private Earth() {}

    static double radians(double degrees) {
        return degrees * DEGREE;
    }

    static double degrees(double radians) {
        return radians / DEGREE;
    }

    /**
     * The distance by the haversine formula. The machine's own sine errs less than the strict one, and so as the C library's does as a rule:
     * stored distances show their last digit.
     */
    static double distance(double longitude1, double latitude1, double longitude2, double latitude2) {
        double v = Math.sin((radians(longitude2) - radians(longitude1)) / 2);
        if (v == 0) {
            return alongMeridian(latitude1, latitude2);
        }
        double from = radians(latitude1);
        double to = radians(latitude2);
        double u = Math.sin((to - from) / 2);
        double a = u * u + Math.cos(from) * Math.cos(to) * v * v;
        return 2.0 * RADIUS * StrictMath.asin(Math.sqrt(a));
    }

    static double alongMeridian(double latitude1, double latitude2) {
        return RADIUS * Math.abs(radians(latitude2) - radians(latitude1));
    }
}
