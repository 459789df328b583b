package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import serval.system.RandomSeed;

/**
 * Random searches with every option, around a few places that lie close together, on both sides of the date line, at the edges of what
 * can be a place, or all over the earth; {@code -Dserval.seed} repeats a run that failed.
 */
class GeoRandomOracleIT extends OracleTest {
    private static final int STEPS = 1200;
    private static final int PLACES = 300;
    private static final double HIGHEST = 85.05112878;

    private Random random = new Random();
    private double longitude;
    private double latitude;
    private double spread;

    @RepeatedTest(4)
    void sameRepliesAsRedis(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        random = new Random(seed);
        longitude = pick(random.nextDouble(-180, 180), 180, -180, 0, 90);
        latitude = pick(random.nextDouble(-85, 85), HIGHEST, -HIGHEST, 0, 60);
        spread = pick(0.02, 0.3, 3, 40, 360);
        List<String> commands = new ArrayList<>();
        commands.add("CONFIG SET zset-max-listpack-entries " + pick("128", "0"));
        for (int i = 0; i < STEPS; i++) {
            commands.add(command());
        }
        commands.add("CONFIG SET zset-max-listpack-entries 128");
        try {
            compare(commands.toArray(String[]::new));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private double pick(double... from) {
        return from[random.nextInt(from.length)];
    }

    /** A place near the one that this run is about; now and then one beyond the edges. */
    private String place() {
        if (random.nextInt(60) == 0) {
            return pick("180.0001 0", "-181 3", "0 85.06", "10 -85.0512", "x 1", "1 x", "nan 0", "inf 0");
        }
        double east = longitude + random.nextDouble(-spread, spread);
        while (east > 180) {
            east -= 360;
        }
        while (east < -180) {
            east += 360;
        }
        // No two at one and the same distance: which comes first of those is a matter of how they are sorted.
        double north = random.nextDouble(Math.max(-HIGHEST, latitude - spread), Math.min(HIGHEST, latitude + spread));
        return east + " " + north;
    }

    private String member() {
        return "p" + random.nextInt(random.nextInt(30) == 0 ? 2 * PLACES : PLACES);
    }

    private String unit() {
        return random.nextInt(50) == 0 ? pick("yd", "M", "KM") : pick("m", "km", "ft", "mi");
    }

    private String length() {
        return random.nextInt(60) == 0
                ? pick("0", "-1", "x", "1e9", "0.0001")
                : Double.toString(Math.pow(10, random.nextInt(-1, 6)) * random.nextDouble(1, 10));
    }

    private String shape() {
        return random.nextBoolean()
                ? " BYRADIUS " + length() + " " + unit()
                : " BYBOX " + length() + " " + length() + " " + unit();
    }

    private String center() {
        return random.nextBoolean() ? " FROMMEMBER " + member() : " FROMLONLAT " + place();
    }

    private String order() {
        return pick("", " ASC", " DESC") + (random.nextBoolean() ? "" : count());
    }

    private String count() {
        return " COUNT " + (random.nextInt(30) == 0 ? pick("0", "-2", "x") : 1 + random.nextInt(40)) + pick("", " ANY");
    }

    private String with() {
        return pick("", " WITHDIST") + pick("", " WITHHASH") + pick("", " WITHCOORD");
    }

    private String search() {
        return random.nextBoolean() ? center() + shape() : shape() + center();
    }

    private String command() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> {
                StringBuilder words = new StringBuilder("GEOADD g" + pick("", "", "", " NX", " XX", " CH", " XX CH"));
                for (int i = random.nextInt(6); i >= 0; i--) {
                    words.append(' ').append(place()).append(' ').append(member());
                }
                yield words.toString();
            }
            case 6 -> "GEOPOS g " + member() + " " + member();
            case 7 -> "GEOHASH g " + member() + " " + member();
            case 8, 9 -> "GEODIST g " + member() + " " + member() + pick("", " " + unit());
            case 10, 11, 12 -> "GEOSEARCH g" + search() + order() + with();
            case 13 ->
                "GEOSEARCH g" + search() + with() + pick(" ANY", " COUNT", " STOREDIST", " WRONG", shape(), center());
            case 14 ->
                pick(
                        "GEOSEARCHSTORE to g" + search() + order(),
                        "GEOSEARCHSTORE far g" + search() + order() + " STOREDIST");
            case 15 -> "GEORADIUS g " + place() + " " + length() + " " + unit() + order() + with();
            case 16 -> "GEORADIUSBYMEMBER g " + member() + " " + length() + " " + unit() + order() + with();
            case 17 ->
                "GEORADIUS" + pick("", "_RO") + " g " + place() + " " + length() + " " + unit() + order()
                        + pick("", " STORE to", " STOREDIST far") + pick("", "", " WITHDIST");
            // Distances have more digits than both versions write alike.
            case 18 -> pick("DEBUG DIGEST-VALUE to", "ZRANGE far 0 -1");
            default -> random.nextInt(8) == 0 ? "ZREM g " + member() : "ZCARD " + pick("g", "to");
        };
    }
}
