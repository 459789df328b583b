package serval.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import serval.spi.journal.Effect;
import serval.spi.journal.JournalSink;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;
import serval.spi.request.Request;

class JournalTest {
    private final JournalComponent journal = new JournalComponent();

    private static Effect effect(int targets, String word) {
        return new Effect(0, -1, targets, new byte[][] {word.getBytes(StandardCharsets.US_ASCII)}, null);
    }

    /** A sink that remembers. */
    private static final class Memory implements JournalSink {
        private final int targets;
        private final List<JournalUnit> units = new ArrayList<>();
        private final List<Long> passed = new ArrayList<>();
        private long released = Long.MAX_VALUE;
        private long synced = -1;
        private boolean fails;

        Memory(int targets) {
            this.targets = targets;
        }

        @Override
        public int targets() {
            return targets;
        }

        @Override
        public long accept(JournalUnit unit) {
            if (fails) {
                throw new IllegalStateException("a bug");
            }
            units.add(unit);
            return units.size() * 100L;
        }

        @Override
        public void passedOn(JournalUnit unit, JournalSink sink, long offset) {
            passed.add(offset);
        }

        @Override
        public long synced() {
            return synced;
        }

        @Override
        public long released() {
            return released;
        }
    }

    private void unit(Effect... effects) {
        journal.begin(1, true);
        for (Effect effect : effects) {
            journal.append(effect);
        }
        journal.end();
    }

    @Test
    void nestedUnitsAreOneAndEmptyOnesNone() {
        Memory sink = new Memory(Target.ALL);
        journal.add(sink);
        journal.begin(7, true);
        journal.append(effect(Target.ALL, "one"));
        journal.begin(8, false);
        journal.append(effect(Target.ALL, "two"));
        journal.end();
        journal.end();
        unit();
        assertEquals(1, sink.units.size());
        assertEquals(2, sink.units.get(0).effects().size());
        assertEquals(7, sink.units.get(0).millis());
        assertEquals(1, journal.position());
    }

    private static List<String> words(JournalUnit unit) {
        return unit.effects().stream()
                .map(effect -> effect.database() + " "
                        + new String(effect.command()[0], StandardCharsets.US_ASCII)
                        + (effect.targets() == Target.AOF ? " file" : ""))
                .toList();
    }

    @Test
    void lentWordsAreKeptWhenMoreFollowsAndWhenOthersTakeThem() {
        Memory sink = new Memory(Target.ALL);
        journal.add(sink);
        byte[] buffer = "..onetwo".getBytes(StandardCharsets.US_ASCII);
        Request request = new Request();
        journal.begin(7, true);
        request.add(buffer, 2, 3);
        journal.append(3, Target.ALL, request);
        journal.append(effect(Target.ALL, "between"));
        request.clear();
        request.add(buffer, 5, 3);
        journal.append(4, Target.AOF, request);
        request.clear();
        journal.end();
        assertEquals(List.of("3 one", "0 between", "4 two file"), words(sink.units.get(0)));

        Memory other = new Memory(Target.ALL);
        journal.add(other);
        request.add(buffer, 2, 3);
        journal.begin(8, true);
        journal.append(5, Target.ALL, request);
        journal.end();
        assertEquals(List.of("5 one"), words(sink.units.get(1)));
        assertEquals(List.of("5 one"), words(other.units.get(0)));
        assertEquals(2, other.units.get(0).position());
        assertEquals(List.of(100L), sink.passed);
    }

    @Test
    void lentWordsOfAUnitAreGivenToTheOnlySinkAsTheyLie() {
        List<String> taken = new ArrayList<>();
        JournalSink writer = new JournalSink() {
            @Override
            public int targets() {
                return Target.AOF;
            }

            @Override
            public long accept(JournalUnit unit) {
                taken.addAll(words(unit));
                return -1;
            }

            @Override
            public long accept(long position, long millis, int database, int targets, Request words) {
                taken.add(position + " at " + millis + " " + database + " " + words.slice(0));
                return -1;
            }
        };
        journal.add(writer);
        Request request = new Request();
        for (int targets : new int[] {Target.ALL, Target.REPLICAS, Target.AOF}) {
            request.clear();
            request.add("SET".getBytes(StandardCharsets.US_ASCII), 0, 3);
            journal.begin(9, true);
            journal.append(1, targets, request);
            journal.end();
        }
        unit(effect(Target.AOF, "x"));
        assertEquals(List.of("1 at 9 1 SET", "3 at 9 1 SET", "0 x file"), taken);
        assertEquals(4, journal.position());
    }

    @Test
    void sinkTakesUnitsThatConcernIt() {
        Memory file = new Memory(Target.AOF);
        Memory replicas = new Memory(Target.REPLICAS);
        assertFalse(journal.isWanted(Target.ALL));
        journal.add(file);
        journal.add(replicas);
        assertTrue(journal.isWanted(Target.REPLICAS));
        unit(effect(Target.AOF, "file"));
        unit(effect(Target.ALL, "both"));
        assertEquals(2, file.units.size());
        assertEquals(1, replicas.units.size());
        assertEquals(List.of(100L), file.passed, "the replicas' offset reaches the file");
        journal.remove(replicas);
        assertFalse(journal.isWanted(Target.REPLICAS));
    }

    @Test
    void failingSinkKeepsNobodyElseFromTheUnit() {
        Memory broken = new Memory(Target.ALL);
        Memory sound = new Memory(Target.ALL);
        broken.fails = true;
        journal.add(broken);
        journal.add(sound);
        unit(effect(Target.ALL, "x"));
        assertEquals(1, sound.units.size());
    }

    @Test
    void whoeverAsksIsToldWhenAPositionIsOnTheDisk() {
        Memory file = new Memory(Target.AOF);
        List<String> ran = new ArrayList<>();
        assertEquals(-1, journal.synced());
        journal.add(file);
        journal.add(new Memory(Target.REPLICAS));
        unit(effect(Target.ALL, "x"));
        journal.whenSynced(1, () -> ran.add("first"));
        journal.whenSynced(1, () -> ran.add("not wanted any more")).run();
        file.synced = 1;
        journal.releasedMoved();
        journal.whenSynced(1, () -> ran.add("at once"));
        assertEquals(List.of("first", "at once"), ran);
    }

    @Test
    void aSinkMayBeginToWantEffects() {
        boolean[] wants = {false};
        journal.add(new JournalSink() {
            @Override
            public int targets() {
                return wants[0] ? Target.AOF : 0;
            }

            @Override
            public long accept(serval.spi.journal.JournalUnit unit) {
                return -1;
            }
        });
        assertFalse(journal.isWanted(Target.ALL));
        wants[0] = true;
        journal.targetsMoved();
        assertTrue(journal.isWanted(Target.AOF));
    }

    @Test
    void repliesWaitForTheSlowestSink() {
        Memory slow = new Memory(Target.AOF);
        slow.released = 0;
        journal.add(slow);
        journal.add(new Memory(Target.REPLICAS));
        unit(effect(Target.ALL, "x"));
        List<String> ran = new ArrayList<>();
        journal.whenReleased(1, () -> ran.add("first"));
        journal.whenReleased(0, () -> ran.add("at once"));
        assertEquals(List.of("at once"), ran);
        slow.released = 1;
        journal.releasedMoved();
        assertEquals(List.of("at once", "first"), ran);
    }
}
