package serval.geo;

/** What is searched around a place: a circle, or a box that is aligned with the meridians. Lengths are in the caller's unit. */
final class Shape {
    double longitude;
    double latitude;
    boolean box;
    double radius;
    double width;
    double height;
    /** How many metres the unit has. */
    double unit = 1;

    /** The distance of a place that is inside, in metres; NaN if it is outside. */
    double distance(double placeLongitude, double placeLatitude) {
        if (box) {
            if (Earth.alongMeridian(placeLatitude, latitude) > height * unit / 2
                    || Earth.distance(placeLongitude, placeLatitude, longitude, placeLatitude) > width * unit / 2) {
                return Double.NaN;
            }
            return Earth.distance(longitude, latitude, placeLongitude, placeLatitude);
        }
        double distance = Earth.distance(longitude, latitude, placeLongitude, placeLatitude);
        return distance > radius * unit ? Double.NaN : distance;
    }

    /** The distance from the middle to the farthest point, in metres. */
    double reach() {
        return (box ? Math.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2)) : radius) * unit;
    }
}
