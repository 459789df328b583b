package serval.geo;

import java.util.ArrayList;
import java.util.List;
import serval.sdk.value.SortedSetValue;

/** Finds the members of a sorted set that are inside a shape. */
final class Search {
    private Search() {}

    /**
     * The members inside, in the order in which they were found.
     *
     * @param limit after how many to stop, 0 for never
     */
    static List<Found> find(SortedSetValue set, Shape shape, long limit) {
        List<Found> found = new ArrayList<>();
        Area area = new Area(shape);
        for (int i = 0; i < area.count && (limit == 0 || found.size() < limit); i++) {
            double least = Cell.lowest(area.cells[i], area.steps);
            double end = Cell.lowest(area.cells[i] + 1, area.steps);
            set.range(least, Math.nextDown(end), (member, score) -> {
                double longitude = Cell.longitude(score);
                double latitude = Cell.latitude(score);
                double distance = shape.distance(longitude, latitude);
                if (!Double.isNaN(distance)) {
                    found.add(new Found(member.copy(), score, longitude, latitude, distance));
                }
                return limit == 0 || found.size() < limit;
            });
        }
        return found;
    }
}
