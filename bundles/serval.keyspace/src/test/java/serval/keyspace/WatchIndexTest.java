package serval.keyspace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import serval.sdk.key.Key;
import serval.spi.keyspace.Watch;

class WatchIndexTest {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);
    private static final long NOW = 1_000_000;

    private final KeyspaceDirectives directives = new KeyspaceDirectives();
    private final KeyspaceImpl keyspace = new KeyspaceImpl(directives, new TypeRegistry(directives));

    @BeforeEach
    void begin() {
        keyspace.now(NOW);
    }

    private void set(int database, long expiresAt) {
        Key key = keyspace.database(database).open(KEY);
        key.string().set(KEY, 0, KEY.length);
        key.expireAt(expiresAt);
    }

    /** A key of each database, stale from now on. */
    private void setStale(int... databases) {
        for (int database : databases) {
            set(database, NOW + 1);
        }
        keyspace.now(NOW + 10);
    }

    @Test
    void changeTouches() {
        set(0, -1);
        Watch watch = keyspace.watch(0, KEY);
        assertFalse(watch.isTouched());
        keyspace.database(0).open(KEY).modified();
        assertTrue(watch.isTouched());
    }

    @Test
    void expiryTouches() {
        set(0, NOW + 1);
        Watch watch = keyspace.watch(0, KEY);
        keyspace.now(NOW + 10);
        assertTrue(watch.isTouched());
    }

    @Test
    void flushTouchesWhatWasThere() {
        set(0, -1);
        Watch here = keyspace.watch(0, KEY);
        Watch elsewhere = keyspace.watch(1, KEY);
        keyspace.flush(0, false);
        assertTrue(here.isTouched());
        assertFalse(elsewhere.isTouched());
    }

    @Test
    void flushOfStaleKeyChangesNothing() {
        setStale(0);
        Watch watch = keyspace.watch(0, KEY);
        keyspace.flush(0, false);
        assertFalse(watch.isTouched());
        set(0, -1);
        keyspace.database(0).open(KEY).modified();
        assertTrue(watch.isTouched());
    }

    @Test
    void swapOfStaleKeysChangesNothing() {
        setStale(0, 1);
        Watch stale = keyspace.watch(0, KEY);
        Watch missing = keyspace.watch(2, KEY);
        keyspace.swap(0, 1);
        assertFalse(stale.isTouched());
        keyspace.swap(0, 2);
        assertFalse(stale.isTouched());
        assertFalse(missing.isTouched());
    }

    @Test
    void swapBringsAndTakesKeys() {
        set(0, -1);
        Watch taken = keyspace.watch(0, KEY);
        Watch brought = keyspace.watch(1, KEY);
        keyspace.swap(0, 1);
        assertTrue(taken.isTouched());
        assertTrue(brought.isTouched());
    }

    @Test
    void closedWatchSeesNothing() {
        Watch watch = keyspace.watch(0, KEY);
        watch.close();
        set(0, -1);
        keyspace.database(0).open(KEY).modified();
        assertFalse(watch.isTouched());
    }
}
