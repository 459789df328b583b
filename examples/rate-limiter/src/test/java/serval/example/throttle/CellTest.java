package serval.example.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CellTest {
    private static final long SECOND = 1_000_000_000;
    private static final long START = 1_700_000_000L * SECOND;

    private long arrival = Cell.NONE;

    /** Five at once, one each second. */
    private Cell take(long atMillis, long quantity) {
        Cell cell = Cell.decide(arrival, START + atMillis * 1_000_000, 4, 1, 1, quantity);
        if (!cell.limited()) {
            arrival = cell.arrival();
        }
        assertEquals(5, cell.limit());
        return cell;
    }

    private void assertAllowed(long remaining, long resetMillis, Cell cell) {
        assertEquals(
                new Cell(false, 5, remaining, -1, resetMillis * 1_000_000, cell.arrival()), cell, "an allowed action");
    }

    private void assertLimited(long remaining, long retryMillis, long resetMillis, Cell cell) {
        long retry = retryMillis < 0 ? -1 : retryMillis * 1_000_000;
        assertEquals(
                new Cell(true, 5, remaining, retry, resetMillis * 1_000_000, cell.arrival()), cell, "a refused one");
    }

    @Test
    void burstIsAllowedAndThenRefused() {
        for (int i = 1; i <= 5; i++) {
            assertAllowed(5 - i, i * 1000, take(0, 1));
        }
        assertLimited(0, 1000, 5000, take(0, 1));
        assertLimited(0, 1, 4001, take(999, 1));
        assertAllowed(0, 5000, take(1000, 1));
    }

    @Test
    void moreThanTheLimitIsNeverAllowed() {
        assertLimited(5, -1, 0, take(0, 6));
        assertAllowed(0, 5000, take(0, 5));
    }

    @Test
    void limitComesBackAsTimePasses() {
        take(0, 5);
        assertAllowed(1, 3500, take(2500, 1));
        assertAllowed(4, 1000, take(20_000, 1));
    }

    @Test
    void quantityOfZeroLooks() {
        take(0, 2);
        assertAllowed(3, 2000, take(0, 0));
        assertAllowed(2, 3000, take(0, 1));
    }

    @Test
    void secondsAreRoundedUpFromTheMillisecondOn() {
        assertEquals(-1, Cell.seconds(-1));
        assertEquals(0, Cell.seconds(0));
        assertEquals(0, Cell.seconds(999_999));
        assertEquals(1, Cell.seconds(1_000_000));
        assertEquals(2, Cell.seconds(2 * SECOND));
        assertEquals(3, Cell.seconds(2 * SECOND + 1_000_000));
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThrows(ArithmeticException.class, () -> Cell.decide(-1, START, Long.MAX_VALUE, 1, 1, 1));
        assertThrows(ArithmeticException.class, () -> Cell.decide(-1, START, 1, 1, Long.MAX_VALUE, 1));
        assertThrows(ArithmeticException.class, () -> Cell.decide(-1, START, 1, 1, 60, Long.MAX_VALUE));
        assertThrows(ArithmeticException.class, () -> Cell.decide(-1, START, 1, Long.MAX_VALUE, 1, 1));
    }
}
