package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import serval.system.RandomSeed;

/** Places: each command with its options and errors, and many places to the last digit. */
class GeoOracleIT extends OracleTest {
    private static final String CITIES = "GEOADD c 13.361389 38.115556 Palermo 15.087269 37.502669 Catania"
            + " 2.349014 48.864716 Paris -73.935242 40.73061 Bronx -68.3 -54.8 Ushuaia 179.99 -16.5 Taveuni"
            + " -179.9 -16.6 Lakeba 18.95 69.65 Tromso 0 0 Null";

    @Test
    void adding() {
        compare(
                "GEOADD g 13.361389 38.115556 a",
                "GEOADD g 13.361389 38.115556 a",
                "GEOADD g NX 1 2 a 3 4 b",
                "GEOADD g XX 1 2 a 3 4 c",
                "GEOADD g CH 5 6 a 7 8 d",
                "GEOADD g ch xx 9 10 a 7 8 d",
                "GEOADD g NX XX 1 2 a",
                "GEOADD g nx ch xx",
                "GEOADD g 1 2",
                "GEOADD g 1 2 a 3",
                "GEOADD g x 2 a",
                "GEOADD g 1 x a",
                "GEOADD g 200 10 a",
                "GEOADD g 10 86 a",
                "GEOADD g inf 1 a",
                "GEOADD g -180.5 -90.123456789 a",
                "GEOADD g 180 85.05112878 ne -180 -85.05112878 sw",
                "GEOADD g 1 1 17",
                "GEOADD missing XX 1 2 a",
                "EXISTS missing",
                "ZRANGE g 0 -1 WITHSCORES",
                "GEOPOS g a b d ne sw 17 missing",
                "GEOHASH g a b d ne sw 17 missing",
                "GEOPOS g",
                "GEOHASH g",
                "GEOPOS missing a b",
                "GEOHASH missing a",
                "OBJECT ENCODING g",
                "DEBUG DIGEST-VALUE g",
                "SET text v",
                "GEOADD text 1 2 a",
                "GEOADD text 1 200 a",
                "GEOPOS text a",
                "GEOHASH text a",
                "GEODIST text a b",
                "ZADD odd -1 below 1e17 above 4503599627370497 beyond",
                "GEOHASH odd below",
                "GEOPOS odd below");
    }

    @Test
    void distances() {
        compare(
                CITIES,
                "GEODIST c Palermo Catania",
                "GEODIST c Palermo Catania m",
                "GEODIST c Palermo Catania KM",
                "GEODIST c Palermo Catania ft",
                "GEODIST c Palermo Catania mi",
                "GEODIST c Palermo Catania cm",
                "GEODIST c Palermo Catania km km",
                "GEODIST c Palermo",
                "GEODIST c Palermo Palermo",
                "GEODIST c Palermo Nowhere",
                "GEODIST c Bronx Ushuaia",
                "GEODIST c Taveuni Lakeba",
                "GEODIST c Null Tromso km",
                "GEODIST missing a b",
                "GEODIST missing a b yd");
    }

    @Test
    void searching() {
        List<String> commands = new ArrayList<>(List.of(CITIES, "SET text v"));
        for (String from :
                List.of("FROMMEMBER Palermo", "FROMLONLAT 15 37", "FROMLONLAT 180 -16", "FROMMEMBER Tromso")) {
            for (String by : List.of(
                    "BYRADIUS 200 km",
                    "BYRADIUS 0 m",
                    "BYRADIUS 5000 mi",
                    "BYRADIUS 100000 KM",
                    "BYBOX 400 400 km",
                    "BYBOX 1000000 10 m",
                    "BYBOX 30000 20000 km")) {
                for (String options : List.of(
                        "ASC",
                        "DESC WITHDIST",
                        "ASC WITHCOORD WITHHASH",
                        "COUNT 2",
                        "COUNT 2 DESC WITHDIST WITHCOORD")) {
                    commands.add("GEOSEARCH c " + from + " " + by + " " + options);
                }
                commands.add("GEOSEARCH c " + from + " " + by + " COUNT 1 ANY");
                commands.add("GEOSEARCHSTORE to c " + from + " " + by);
                commands.add("ZRANGE to 0 -1");
                commands.add("GEOSEARCHSTORE to c " + from + " " + by + " COUNT 2");
                commands.add("ZRANGE to 0 -1 WITHSCORES");
            }
        }
        compare(commands.toArray(String[]::new));
    }

    @Test
    void radius() {
        compare(
                CITIES,
                "GEORADIUS c 15 37 200 km ASC",
                "GEORADIUS c 15 37 200 km WITHDIST WITHHASH WITHCOORD DESC",
                "GEORADIUS c 15 37 200 km COUNT 1",
                "GEORADIUS c 15 37 200 km COUNT 1 ANY WITHDIST",
                "GEORADIUS c 15 37 200 km COUNT 0",
                "GEORADIUS c 15 37 200 km COUNT -1",
                "GEORADIUS c 15 37 200 km COUNT x",
                "GEORADIUS c 15 37 200 km COUNT",
                "GEORADIUS c 15 37 200 km ANY",
                "GEORADIUS c 15 37 200 km WRONG",
                "GEORADIUS c 15 37 200 yd",
                "GEORADIUS c 15 37 x km",
                "GEORADIUS c 15 37 -1 km",
                "GEORADIUS c 15 87 200 km",
                "GEORADIUS c x 37 200 km",
                "GEORADIUS c 15 37 200 km STORE to",
                "ZRANGE to 0 -1 WITHSCORES",
                "GEORADIUS c 15 37 200 km STOREDIST to COUNT 1",
                "ZCARD to",
                "GEORADIUS c 15 37 200 km STORE to WITHDIST",
                "GEORADIUS c 15 37 200 km STORE a STOREDIST to",
                "DBSIZE",
                "GEORADIUS c 15 37 1 m STORE to",
                "EXISTS to",
                "GEORADIUS_RO c 15 37 200 km STORE to",
                "GEORADIUS_RO c 15 37 200 km ASC WITHDIST",
                "GEORADIUS missing 15 37 200 km",
                "GEORADIUS missing 15 37 200 km STORE c",
                "EXISTS c",
                CITIES,
                "GEORADIUSBYMEMBER c Palermo 200 km ASC",
                "GEORADIUSBYMEMBER c Palermo 200 km ASC WITHDIST WITHCOORD WITHHASH",
                "GEORADIUSBYMEMBER c Nowhere 200 km",
                "GEORADIUSBYMEMBER missing Palermo 200 km",
                "GEORADIUSBYMEMBER missing Palermo x yd",
                "GEORADIUSBYMEMBER c Palermo 200 km STORE to",
                "ZRANGE to 0 -1 WITHSCORES",
                "GEORADIUSBYMEMBER_RO c Palermo 200 km STOREDIST to",
                "GEORADIUSBYMEMBER_RO c Palermo 200 km DESC",
                "SET text v",
                "GEORADIUS text 15 37 200 km",
                "GEORADIUSBYMEMBER text a 200 km",
                "GEOSEARCH text FROMMEMBER a BYRADIUS 1 km",
                "GEOSEARCHSTORE to text FROMMEMBER a BYRADIUS 1 km",
                "GEOSEARCH c FROMMEMBER Palermo BYRADIUS 1",
                "GEOSEARCH c FROMMEMBER Palermo ASC WITHDIST WITHCOORD",
                "geosearch c BYRADIUS 1 km ASC WITHDIST WITHCOORD",
                "GEOSEARCH c FROMMEMBER Palermo FROMLONLAT 1 2 BYRADIUS 1 km",
                "GEOSEARCH c FROMMEMBER Palermo BYBOX 1 2 km BYRADIUS 1 km",
                "GEOSEARCH c FROMMEMBER Palermo BYBOX 1 x km",
                "GEOSEARCH c FROMMEMBER Palermo BYBOX x 1 km",
                "GEOSEARCH c FROMMEMBER Palermo BYBOX 1 -1 km",
                "GEOSEARCH c FROMMEMBER Nowhere BYBOX 1 1 km",
                "GEOSEARCH missing FROMMEMBER Nowhere BYBOX 1 1 km",
                "GEOSEARCH missing FROMMEMBER Nowhere BYBOX 1 1 yd",
                "GEOSEARCH c FROMMEMBER Palermo BYBOX 1 1 km STOREDIST",
                "GEOSEARCHSTORE to c FROMMEMBER Palermo BYBOX 1 1 km WITHDIST",
                "GEOSEARCHSTORE to c FROMMEMBER Palermo BYBOX 1 1 km STORE x",
                "GEOSEARCHSTORE to c FROMMEMBER Palermo BYBOX 1000 1000 km ASC COUNT 1 ANY",
                "GEOSEARCHSTORE to missing FROMMEMBER Palermo BYBOX 1 1 km",
                "EXISTS to");
    }

    @RepeatedTest(3)
    void manyPlaces(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        Random random = new Random(seed);
        List<String> commands = new ArrayList<>();
        double[] place = {random.nextDouble(-175, 175), random.nextDouble(-80, 80)};
        for (int i = 0; i < 400; i++) {
            double spread = Math.pow(10, random.nextInt(-4, 2));
            double longitude = Math.max(-180, Math.min(180, place[0] + random.nextDouble(-spread, spread)));
            double latitude = Math.max(-85, Math.min(85, place[1] + random.nextDouble(-spread, spread)));
            commands.add("GEOADD g " + longitude + " " + latitude + " p" + i);
            commands.add("GEOPOS g p" + i);
            commands.add("GEOHASH g p" + i);
            commands.add("GEODIST g p" + i + " p" + random.nextInt(i + 1));
        }
        for (int i = 0; i < 300; i++) {
            double size = Math.pow(10, random.nextInt(0, 7)) * random.nextDouble(1, 9);
            String shape = random.nextBoolean()
                    ? " BYRADIUS " + size + " m"
                    : " BYBOX " + size + " " + size * random.nextDouble(0.2, 3) + " m";
            commands.add("GEOSEARCH g FROMMEMBER p" + random.nextInt(400) + shape + " WITHDIST WITHCOORD WITHHASH"
                    + (random.nextBoolean() ? "" : " COUNT " + (1 + random.nextInt(9)) + " ANY"));
            commands.add("GEOSEARCHSTORE to g FROMLONLAT " + place[0] + " " + place[1] + shape);
            commands.add("DEBUG DIGEST-VALUE to");
        }
        try {
            compare(commands.toArray(String[]::new));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }
}
