package serval.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import serval.sdk.reply.CommandException;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.spi.keyspace.Conversions;
import serval.spi.module.ModuleRefusedException;

/** Values go over from one version of their type to the next. */
class ConversionsTest extends TypesHarness {
    @Test
    void nothingOfAStagedBundleIsVisible() throws Exception {
        put(0, "k", first, "a");
        Bundle next = stageSecond();
        assertSame(first, types.byName(NAME));
        assertThrows(IllegalStateException.class, () -> put(0, "early", second, "a"));
        assertThrows(IllegalStateException.class, () -> open("k").read(second));
        assertEquals(List.of(NAME), intake.contributions(next));
        assertEquals(List.of(), intake.conflicts(next, old));
        exchange(old, next);
        assertSame(second, types.byName(NAME));
        exchange(next, old);
        assertSame(first, types.byName(NAME));
    }

    @Test
    void valuesConvertAtTheirNextUse() throws Exception {
        put(0, "k", first, "a", "b");
        open("k").expireAt(NOW + 5000);
        Bundle next = stageSecond();
        assertEquals(1, conversions.concerned(next, old));
        exchange(old, next);
        assertEquals(1, conversions.held(old));
        assertSame(second, open("k").type());
        assertEquals(List.of("a", "b"), open("k").read(second).words);
        assertEquals(NOW + 5000, open("k").expiresAt());
        assertEquals(0, conversions.held(old));
        assertEquals(1, conversions.held(next));
        assertEquals(List.of(1), second.versionsRead);
        checkCounts();
    }

    @Test
    void aRetiredTypeMakesNothingAndTakesNothingBack() throws Exception {
        put(0, "own", first, "a");
        put(0, "other", first, "b");
        Bundle next = stageSecond();
        exchange(old, next);
        open("other").read(second);
        assertThrows(IllegalStateException.class, () -> open("own").read(first));
        assertThrows(IllegalStateException.class, () -> open("own").update(first));
        assertThrows(IllegalStateException.class, () -> open("other").read(first));
        assertThrows(IllegalStateException.class, () -> open("new").updateOrCreate(first));
        assertThrows(IllegalStateException.class, () -> open("new").put(new Words(first)));
        assertThrows(IllegalStateException.class, () -> open("own").putKeepingExpiry(new Words(first)));
        assertFalse(open("new").isPresent());
        exchange(next, old);
        assertEquals(List.of("b"), open("other").read(first).words);
        assertThrows(IllegalStateException.class, () -> open("new").put(new Words(second)));
    }

    @Test
    void aTypeStaysRetiredWhenItsBundleHasStopped() throws Exception {
        exchange(old, null);
        bundles.unpublish(first);
        old.stop();
        assertThrows(IllegalStateException.class, () -> open("k").put(new Words(first)));
        assertEquals("example.words", types.owner(NAME));
    }

    @Test
    void aStoppedBundleMayComeBackAsItWas() {
        put(0, "k", first, "a");
        bundles.unpublish(first);
        assertEquals(1, conversions.held(old));
        bundles.publish(old, first);
        assertEquals(List.of("a"), open("k").read(first).words);
    }

    @Test
    void otherNamesAreTheWrongType() {
        put(0, "k", first, "a");
        assertThrows(CommandException.class, () -> open("k").read(new Words.Type("otherword", 1)));
    }

    @Test
    void largeValuesAreFoundAndConvertedInSlices() throws Exception {
        Bundle next = stageSecond();
        for (int i = 0; i < 500; i++) {
            put(i % 3, "small" + i, first, "a");
            open(i % 3, "string" + i).set(bytes("x"), 0, 1);
        }
        open(2, "large").put(large(first));
        List<String> found = new ArrayList<>();
        Conversions.Search search = conversions.searchLarge(next, old);
        int steps = 0;
        while (!search.step(ONE_SLICE, (database, key, value) -> found.add(database + " " + new String(key)))) {
            steps++;
        }
        assertTrue(steps > 50, "steps: " + steps);
        assertEquals(List.of("2 large"), found);

        Words original = open(2, "large").read(first);
        List<String> then = List.copyOf(original.words);
        Conversions.Conversion conversion = conversions.convert(original, next);
        int slices = 0;
        while (!conversion.step(ONE_SLICE)) {
            open(2, "large").update(first).add("later");
            slices++;
        }
        assertTrue(slices > 50, "slices: " + slices);
        assertEquals(0, first.openSavers);
        assertEquals(then, words(conversion.value()));
        assertSame(original, held(2, "large"));

        open(2, "large").expireAt(NOW + 1000);
        int access = Entries.access(open(2, "large").find());
        exchange(old, next);
        assertTrue(conversions.adopt(2, bytes("large"), original, conversion.value()));
        assertSame(conversion.value(), held(2, "large"));
        assertEquals(NOW + 1000, open(2, "large").expiresAt());
        assertEquals(access, Entries.access(open(2, "large").find()));
        checkCounts();
        assertFalse(conversions.adopt(2, bytes("large"), original, conversion.value()));
        assertFalse(conversions.adopt(2, bytes("none"), original, conversion.value()));
    }

    @Test
    void aConversionThatIsGivenUpClosesItsSaver() throws Exception {
        Bundle next = stageSecond();
        Conversions.Conversion conversion = conversions.convert(large(first), next);
        conversion.step(ONE_SLICE);
        assertEquals(1, first.openSavers);
        conversion.close();
        assertEquals(0, first.openSavers);
        assertThrows(IllegalStateException.class, conversion::value);
    }

    @Test
    void whatCannotBeReadIsSaid() throws Exception {
        Bundle next = stageSecond();
        Conversions.Conversion conversion = conversions.convert(new Words(first).with(Words.Type.POISON), next);
        assertThrows(CorruptValueException.class, () -> conversion.step(Long.MAX_VALUE));
    }

    @Test
    void theOpenedWeightOfAValueThatConvertsIsTakenOnce() throws Exception {
        put(0, "k", first, "a");
        open("k").update(first).add("a word that weighs something");
        exchange(old, stageSecond());
        open("k").update(second).add("and another one");
        checkCounts();
    }

    @Test
    void typesAreVerifiedBeforeTheyServe() throws Exception {
        conversions.verify(stageSecond(), old);
        Bundle older = bundles.stage("example.words", "0.9.0", new Words.Type(NAME, 0, 0));
        ModuleRefusedException refused =
                assertThrows(ModuleRefusedException.class, () -> conversions.verify(older, old));
        assertEquals(
                "type testwords does not read what the version before saves: version 1 is too new",
                refused.getMessage());
    }

    @Test
    void conflictsNameBothBundles() throws Exception {
        Bundle beside = bundles.stage("example.beside", "3.0.0", new Words.Type(NAME, 1));
        assertEquals(
                List.of("type testwords of bundle example.beside 3.0.0 is there already: it belongs to bundle"
                        + " example.words 1.0.0"),
                intake.conflicts(beside, null));
        Bundle wrong = bundles.stage("example.wrong", "1.0.0", new Words.Type("string", 1));
        assertEquals(1, intake.conflicts(wrong, null).size());
        Bundle longer = bundles.stage("example.longer", "1.0.0", new Words.Type("elevenwords", 1));
        assertTrue(intake.conflicts(longer, null).getFirst().contains("nine characters"));
    }

    @Test
    void aBundleThatNobodyStagedCannotTakeAnothersType() throws Exception {
        Bundle beside = bundles.start("example.beside", "3.0.0");
        Words.Type same = new Words.Type(NAME, 5);
        bundles.publish(beside, same);
        assertSame(first, types.byName(NAME));
        bundles.unpublish(first);
        assertSame(same, types.byName(NAME));
        assertEquals("example.beside", types.owner(NAME));
    }

    @Test
    void aSnapshotHoldsTheBundleWhoseValuesItMayHave() throws Exception {
        put(0, "k", first, "a");
        try (TakenSnapshot snapshot = new TakenSnapshot(snapshots)) {
            assertTrue(conversions.isWalked(old));
            Bundle next = stageSecond();
            assertFalse(conversions.isWalked(next));
            exchange(old, next);
            sweep(old);
            assertEquals(0, conversions.held(old));
            assertTrue(conversions.isWalked(old));
            snapshot.finish();
            assertEquals(List.of("0 k"), snapshot.keys());
        }
        assertFalse(conversions.isWalked(old));
    }

    @Test
    void aDetachedDatabaseIsSilent() throws Exception {
        Bundle next = stageSecond();
        List<String> told = new ArrayList<>();
        keyspace.attach(new RecordingListener(told));
        var watch = keyspace.watch(0, bytes("k"));
        long used = keyspace.memory().used();
        var database = keyspace.detached(0);
        assertEquals(0, database.database());
        var key = database.open(bytes("k"));
        key.updateOrCreate(second).add("a");
        key.changed(serval.sdk.event.EventClass.MODULE, "words.add");
        key.signalReady();
        assertNotNull(database.open(bytes("k")).read(second));
        Value converted = database.open(bytes("k")).read(first);
        assertSame(first, converted.type());
        database.open(bytes("none")).touch();
        key.expireAt(NOW + 10);
        keyspace.now(NOW + 20);
        assertFalse(database.open(bytes("k")).exists());
        assertEquals(0, database.size());
        database.open(bytes("k")).string().set(bytes("v"), 0, 1);
        database.open(bytes("k")).remove(true);
        assertEquals(List.of(), told);
        assertFalse(watch.isTouched());
        assertEquals(used, keyspace.memory().used());
        assertEquals(0, keyspace.statistics().hits + keyspace.statistics().misses + keyspace.statistics().expired);
        assertEquals(0, conversions.held(next));
        assertFalse(open("k").isPresent());
    }
}
