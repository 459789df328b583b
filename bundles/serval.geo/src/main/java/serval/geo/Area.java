package serval.geo;

/** The cells that cover a shape: the one around its middle and those of the eight neighbours that it may reach into. */
final class Area {
    /** East and north, in the order in which neighbours are searched. */
    private static final int[][] NEIGHBOURS = {
        {0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}
    };

    /** Half of the earth's girth in Mercator's projection, in metres. */
    private static final double MERCATOR = 20037726.37;

    final long[] cells = new long[NEIGHBOURS.length];
    int count;
    int steps;

    Area(Shape shape) {
        double height = shape.unit * (shape.box ? shape.height / 2 : shape.radius);
        double width = shape.unit * (shape.box ? shape.width / 2 : shape.radius);
        double up = Earth.degrees(height / Earth.RADIUS);
        // The edge that is nearer to a pole spans more degrees.
        double edge = shape.latitude < 0 ? shape.latitude - up : shape.latitude + up;
        double across = Earth.degrees(width / Earth.RADIUS / StrictMath.cos(Earth.radians(edge)));
        double west = shape.longitude - across;
        double east = shape.longitude + across;
        double south = shape.latitude - up;
        double north = shape.latitude + up;
        steps = estimate(shape.reach(), shape.latitude);
        long middle = Cell.at(shape.longitude, shape.latitude, steps);
        if (steps > 1 && isTooSmall(middle, west, south, east, north)) {
            steps--;
            middle = Cell.at(shape.longitude, shape.latitude, steps);
        }
        boolean trim = steps >= 2;
        boolean noSouth = trim && Cell.latitude(middle, steps, 0) < south;
        boolean noNorth = trim && Cell.latitude(middle, steps, 1) > north;
        boolean noWest = trim && Cell.longitude(middle, steps, 0) < west;
        boolean noEast = trim && Cell.longitude(middle, steps, 1) > east;
        for (int[] way : NEIGHBOURS) {
            if (way[1] < 0 && noSouth || way[1] > 0 && noNorth || way[0] < 0 && noWest || way[0] > 0 && noEast) {
                continue;
            }
            long cell = Cell.neighbour(middle, steps, way[0], way[1]);
            // Around a small earth neighbours are the same. One that equals the very first is not noticed, as in Redis.
            if (count < 2 || cells[count - 1] != cell) {
                cells[count++] = cell;
            }
        }
    }

    /** How many steps make cells about as large as a circle. */
    private static int estimate(double metres, double latitude) {
        if (metres == 0) {
            return Cell.STEPS;
        }
        int steps = 1;
        for (double reach = metres; reach < MERCATOR; reach *= 2) {
            steps++;
        }
        steps -= 2;
        double distance = Math.abs(latitude);
        steps -= distance > 80 ? 2 : distance > 66 ? 1 : 0;
        return Math.max(1, Math.min(Cell.STEPS, steps));
    }

    /** Whether the shape reaches beyond the neighbours. */
    private boolean isTooSmall(long middle, double west, double south, double east, double north) {
        return Cell.latitude(Cell.neighbour(middle, steps, 0, 1), steps, 1) < north
                || Cell.latitude(Cell.neighbour(middle, steps, 0, -1), steps, 0) > south
                || Cell.longitude(Cell.neighbour(middle, steps, 1, 0), steps, 1) < east
                || Cell.longitude(Cell.neighbour(middle, steps, -1, 0), steps, 0) > west;
    }
}
