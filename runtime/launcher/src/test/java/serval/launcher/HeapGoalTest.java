package serval.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapGoalTest {
    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;

    /** What may be allocated before a collection begins. */
    private static long garbage(long live, long most) {
        return garbage(live, most, false);
    }

    private static long garbage(long live, long most, boolean loading) {
        long goal = HeapGoal.goal(live, most, loading);
        return goal - goal / 10 - most / 20 - live;
    }

    @Test
    void asMuchGarbageAsData() {
        assertEquals(3 * GB, garbage(3 * GB, 16 * GB), MB);
    }

    @Test
    void atLeastTwoGigabytesOfGarbage() {
        assertEquals(2 * GB, garbage(0, 16 * GB), MB);
        assertEquals(2 * GB, garbage(100 * MB, 16 * GB), MB);
    }

    @Test
    void twiceTheGarbageWhileTheDatasetIsLoaded() {
        assertEquals(4 * GB, garbage(0, 16 * GB, true), MB);
        assertEquals(6 * GB, garbage(3 * GB, 16 * GB, true), MB);
    }

    @Test
    void neverMoreThanTheHeapHolds() {
        assertEquals(16 * GB, HeapGoal.goal(12 * GB, 16 * GB, false));
        assertEquals(256 * MB, HeapGoal.goal(0, 256 * MB, true));
        assertTrue(HeapGoal.goal(0, 16 * GB, false) < 4 * GB);
    }
}
