package serval.keyspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import serval.sdk.reply.CommandException;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.spi.keyspace.Restored;

/** Sweeps convert, park and revive what bundles left behind. */
class SweepTest extends TypesHarness {
    private static final int KEYS = 600;

    private void fill() {
        for (int i = 0; i < KEYS; i++) {
            put(i % 4, "k" + i, first, "word" + i);
            open(i % 4, "string" + i).set(bytes("x"), 0, 1);
            if (i % 5 == 0) {
                open(i % 4, "k" + i).expireAt(NOW + 1_000_000 + i);
            }
        }
        for (int i = 0; i < 4; i++) {
            open(i, "large").put(large(first));
        }
    }

    private void checkAll(Words.Type type) {
        for (int i = 0; i < KEYS; i++) {
            assertEquals(List.of("word" + i), open(i % 4, "k" + i).read(type).words);
            assertEquals(
                    i % 5 == 0 ? NOW + 1_000_000 + i : -1, open(i % 4, "k" + i).expiresAt());
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(large(type).words, open(i, "large").read(type).words);
        }
        checkCounts();
    }

    @Test
    void everythingConvertsWithoutAWord() throws Exception {
        fill();
        var watch = keyspace.watch(0, bytes("k0"));
        int access = Entries.access(open("k0").find());
        Bundle next = stageSecond();
        exchange(old, next);
        List<String> told = new ArrayList<>();
        keyspace.attach(new RecordingListener(told));
        sweep(old);
        assertEquals(0, conversions.held(old));
        assertEquals(KEYS + 4, conversions.held(next));
        assertEquals(0, conversions.failed(old));
        assertEquals(0, first.openSavers);
        assertFalse(watch.isTouched());
        assertEquals(List.of(), told);
        assertEquals(access, Entries.access(open("k0").find()));
        checkAll(second);
        assertTrue(conversions.sweep(old, ONE_SLICE));
    }

    @Test
    void everythingParksAndRevives() throws Exception {
        fill();
        exchange(old, null);
        sweep(old);
        assertEquals(0, conversions.held(old));
        assertEquals(Map.of(NAME, KEYS + 4L), types.parked());
        assertInstanceOf(ParkedValue.class, held(0, "large"));
        assertEquals("parked", keyspace.database(0).details(open("k0")).encoding());
        assertEquals(NAME, open("k0").type().name());
        assertEquals(NOW + 1_000_000, open("k0").expiresAt());
        checkCounts();

        Bundle next = stageSecond();
        assertEquals(KEYS + 4, conversions.concerned(next, null));
        List<String> found = new ArrayList<>();
        var search = conversions.searchLarge(next, null);
        while (!search.step(ONE_SLICE, (database, key, value) -> found.add(database + new String(key)))) {
            // To its end.
        }
        assertEquals(List.of("0large", "1large", "2large", "3large"), found);
        exchange(null, next);
        sweep(next);
        assertEquals(Map.of(), types.parked());
        assertEquals(KEYS + 4, conversions.held(next));
        assertEquals(1, second.versionsRead.getFirst());
        checkAll(second);
    }

    @Test
    void parkedValuesReviveAtTheirNextUse() throws Exception {
        put(0, "k", first, "a");
        exchange(old, null);
        sweep(old);
        assertThrows(CommandException.class, () -> open("k").read(new Words.Type("otherword", 1)));
        assertThrows(CommandException.class, () -> open("k").string().read());
        exchange(null, stageSecond());
        assertSame(second, open("k").type());
        assertEquals(List.of("a"), open("k").read(second).words);
        assertEquals(Map.of(), types.parked());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keysMayMoveMeanwhile(long seed) throws Exception {
        fill();
        Random random = new Random(seed);
        Bundle next = stageSecond();
        exchange(old, seed == 2 ? null : next);
        int steps = 0;
        while (!conversions.sweep(old, ONE_SLICE)) {
            steps++;
            if (steps % 3 == 0 && steps < 3000) {
                disturb(random);
            }
        }
        assertTrue(steps > 100, "steps: " + steps);
        assertEquals(0, conversions.held(old));
        assertEquals(0, first.openSavers);
        checkCounts();
    }

    private void disturb(Random random) {
        int database = random.nextInt(4);
        int target = random.nextInt(4);
        String name = random.nextInt(10) == 0 ? "large" : "k" + random.nextInt(KEYS);
        KeyImpl from = open(database, name);
        KeyImpl to = open(target, random.nextInt(10) == 0 ? "large" : "k" + random.nextInt(KEYS));
        switch (random.nextInt(8)) {
            case 0 -> keyspace.swap(database, target);
            case 1 -> from.remove(false);
            case 2 -> from.set(bytes("string"), 0, 6);
            case 3 -> {
                if (random.nextInt(50) == 0) {
                    keyspace.flush(database, false);
                }
            }
            case 4 -> copy(from, to);
            default -> {
                if (from.isPresent() && !(database == target && from.name().sameAs(to.name()))) {
                    from.db().move(from, to.db(), to);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void copy(KeyImpl from, KeyImpl to) {
        Value value = from.db().valueOf(from);
        if (value instanceof Words words) {
            Value copy = ((Words.Type) words.type()).copy(words);
            to.db().restore(to, new Restored(copy, -1, -1, -1));
        }
    }

    @Test
    void aCopyOfWhatIsRetiredIsMadeByTheSuccessor() throws Exception {
        put(0, "k", first, "a");
        exchange(old, stageSecond());
        copy(open("k"), open("copy"));
        assertSame(second, held(0, "copy").type());
        assertSame(first, held(0, "k").type());
        exchange(bundlesServing(), null);
        copy(open("copy"), open("again"));
        assertInstanceOf(ParkedValue.class, held(0, "again"));
    }

    private Bundle bundlesServing() {
        for (Bundle bundle : old.getBundleContext().getBundles()) {
            if (intake.published(bundle).contains(second)) {
                return bundle;
            }
        }
        throw new AssertionError();
    }

    @Test
    void whatCannotBeConvertedIsCountedAndKept() throws Exception {
        fill();
        put(1, "bad", first, Words.Type.POISON);
        Words large = large(first);
        large.add(Words.Type.POISON);
        open(2, "bad").put(large);
        Bundle next = stageSecond();
        exchange(old, next);
        sweep(old);
        assertEquals(2, conversions.failed(old));
        assertEquals(2, conversions.held(old));
        assertEquals(List.of(Words.Type.POISON), words(held(1, "bad")));
        assertSame(large, held(2, "bad"));
        assertEquals(0, first.openSavers);
        assertThrows(CorruptValueException.class, () -> open(1, "bad").read(second));
        checkAll(second);
        open(1, "bad").remove(false);
        sweep(old);
        assertEquals(1, conversions.failed(old));
        exchange(next, old);
        assertEquals(List.of(Words.Type.POISON), words(held(2, "bad")).subList(4000, 4001));
        assertEquals(4001, open(2, "bad").read(first).words.size());
    }

    @Test
    void aSweepEndsWhenTheOldVersionComesBack() throws Exception {
        fill();
        Bundle next = stageSecond();
        exchange(old, next);
        for (int i = 0; i < 200; i++) {
            conversions.sweep(old, ONE_SLICE);
        }
        exchange(next, old);
        assertTrue(conversions.held(old) > 0);
        sweep(old);
        sweep(next);
        assertEquals(0, conversions.held(next));
        checkAll(first);
    }

    @Test
    void aParkedValueIsSavedByteForByte() throws Exception {
        put(0, "k", first, "a", "b");
        open("large").put(large(first));
        byte[] small = types.dump(held(0, "k"), 11);
        byte[] many = types.dump(held(0, "large"), 11);
        exchange(old, null);
        sweep(old);
        directives.compression.set(List.of("no"));
        assertArrayEquals(small, types.dump(held(0, "k"), 11));
        assertArrayEquals(many, types.dump(held(0, "large"), 11));
        try (TakenSnapshot snapshot = new TakenSnapshot(snapshots)) {
            snapshot.finish();
            assertArrayEquals(((ParkedValue) held(0, "large")).encoded(), snapshot.saved.get("0 large"));
            assertSame(held(0, "k"), snapshot.values.get("0 k"));
        }
        Value again = types.undump(small);
        assertNotNull(again);
        assertTrue(types.isParked(again));
        assertSame(held(0, "k").type(), again.type());
    }

    @Test
    void payloadsOfAbsentTypesPark() {
        // A set of two members, as Redis 7 dumps it: a listpack within a string.
        byte[] redisSet = sealed(20, 13, 13, 0, 0, 0, 2, 0, 0x81, 'a', 2, 0x81, 'b', 2, 0xff);
        Value value = types.undump(redisSet);
        assertNotNull(value);
        assertEquals("set", value.type().name());
        assertArrayEquals(redisSet, types.dump(value, 11));
        assertThrows(CorruptValueException.class, () -> types.undump(sealed(200, 1, 1)));
        assertThrows(CorruptValueException.class, () -> types.undump(sealed(1, 3, 1, 'a')));
        assertThrows(CorruptValueException.class, () -> types.undump(sealed(1, 1, 1, 'a', 9)));
        assertNull(types.undump(new byte[3]));
    }

    private static byte[] sealed(int... bytes) {
        var out = new serval.keyspace.rdb.RdbOutput(false);
        for (int one : bytes) {
            out.octet(one);
        }
        return serval.keyspace.rdb.Payload.seal(out, 11);
    }
}
