package serval.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Distances are what GEOSEARCHSTORE with STOREDIST has as scores in Redis, to the last of 17 digits. */
class EarthTest {
    @ParameterizedTest
    @CsvSource({
        "23.86093944311141968, 24.05717413086801315, 1669.2677986552142",
        "-62.53346353769302368, 54.43696559311516125, 5990.096366994592",
        "96.21122092008590698, 34.46377855179435556, 7098.6505821509445",
        "-79.55369442701339722, 23.48981988960969858, 8845.81111678287",
        "-44.88144904375076294, -40.59989743707222942, 10567.856219933612",
        "-90.66573232412338257, -2.40596366124743355, 11559.676209941881",
        "14.67862218618392944, -75.67320165341340044, 12532.24480027475"
    })
    void distancesAreExact(double longitude, double latitude, double kilometres) {
        assertEquals(kilometres, Earth.distance(15, 37, longitude, latitude) / 1000);
    }
}
