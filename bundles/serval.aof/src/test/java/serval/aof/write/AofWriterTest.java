package serval.aof.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import serval.aof.AofDirectives;
import serval.spi.journal.Effect;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;
import serval.spi.request.Request;

@Timeout(60)
class AofWriterTest {
    private final AofDirectives directives = new AofDirectives();
    private final AtomicInteger fatal = new AtomicInteger();
    private final AtomicInteger moved = new AtomicInteger();
    private final java.util.Set<String> spent = java.util.concurrent.ConcurrentHashMap.newKeySet();
    private volatile boolean background;
    private final AofWriter writer = new AofWriter(
            directives, new UnitEncoder(directives.timestamps::value, words -> List.of(1)), new WriterHost() {
                @Override
                public void releasedMoved() {
                    moved.incrementAndGet();
                }

                @Override
                public void fatal() {
                    fatal.incrementAndGet();
                }

                @Override
                public void statusMoved() {
                    moved.incrementAndGet();
                }

                @Override
                public boolean isBackgroundWorkActive() {
                    return background;
                }

                @Override
                public void spent(String event, long nanos) {
                    spent.add(event);
                }
            });
    private final MemoryDisk file = new MemoryDisk();
    private long position;

    @AfterEach
    void end() {
        CountDownLatch hold = file.holdSync;
        if (hold != null) {
            hold.countDown();
        }
        writer.close();
        writer.end();
    }

    private void begin(String policy) {
        directives.appendfsync.set(List.of(policy));
        writer.begin(file, position, 0);
    }

    private void unit(String... commands) {
        unit(true, 0, null, commands);
    }

    private void unit(boolean atomic, int database, String owner, String... commands) {
        List<Effect> effects = new ArrayList<>();
        for (String command : commands) {
            byte[][] words = java.util.Arrays.stream(command.split(" "))
                    .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                    .toArray(byte[][]::new);
            effects.add(new Effect(database, -1, Target.ALL, words, owner));
        }
        writer.accept(new JournalUnit(++position, 1_700_000_000_000L + position * 600, atomic, effects));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replaceAll("\\*\\d+\r\n", "/")
                .replaceAll("\\$\\d+\r\n", "")
                .replace("\r\n", " ");
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(500_000);
        }
    }

    @Test
    void unitsAreFramedAndDatabasesSelected() {
        begin("no");
        synchronized (file) {
            unit("SET a 1");
            unit("SET b 1", "SET c 1");
            unit(true, 3, null, "DEL d");
            unit(false, 3, null, "DEL e", "DEL f");
        }
        writer.flush();
        assertEquals(
                "/SELECT 0 /SET a 1 /MULTI /SET b 1 /SET c 1 /EXEC /SELECT 3 /DEL d /DEL e /DEL f ",
                text(file.written()));
        assertTrue(file.writes() <= 2, "one call for all that waited, and one if the thread had begun before");
    }

    @Test
    void lentWordsAreWrittenAsTheyWereWhenTheyCame() {
        begin("no");
        StringBuilder expected = new StringBuilder("/SELECT 2 ");
        byte[] buffer = new byte[40_000];
        for (int round = 0; round < 300; round++) {
            // Words lie in a client's buffer, which its next request overwrites; large ones have arrays of their own,
            // or not.
            int size = round % 3 == 0 ? 20 + round : 20_000 + round;
            Arrays.fill(buffer, (byte) ('a' + round % 26));
            Request request = new Request();
            request.add("SET".getBytes(StandardCharsets.US_ASCII), 0, 3);
            request.add(buffer, 7, 5);
            if (round % 3 == 1) {
                request.addOwned(Arrays.copyOf(buffer, size));
            } else {
                request.add(buffer, 9, size);
            }
            String letter = String.valueOf((char) ('a' + round % 26));
            expected.append("/SET ")
                    .append(letter.repeat(5))
                    .append(' ')
                    .append(letter.repeat(size))
                    .append(' ');
            writer.accept(++position, 0, 2, request);
            Arrays.fill(buffer, (byte) '!');
            if (round % 5 == 0) {
                writer.flush();
            }
        }
        writer.flush();
        assertEquals(expected.toString(), text(file.written()));
        assertEquals(0, writer.waiting());
    }

    @Test
    void effectsThatAreNotForTheFileAreLeftOut() {
        begin("no");
        byte[][] words = {"PING".getBytes(StandardCharsets.US_ASCII)};
        writer.accept(new JournalUnit(++position, 0, true, List.of(new Effect(0, -1, Target.REPLICAS, words, null))));
        unit("SET a 1");
        writer.flush();
        assertEquals("/SELECT 0 /SET a 1 ", text(file.written()));
    }

    @Test
    void timesAndOwnersAreAnnotations() {
        directives.timestamps.set(List.of("yes"));
        begin("no");
        unit("SET a 1");
        unit("SET b 1");
        unit(true, 0, "acme.lines", "LINE.ADD k x", "SET y 1");
        writer.flush();
        assertEquals(
                "#TS:1700000000 /SELECT 0 /SET a 1 #TS:1700000001 /SET b 1 /MULTI #OWNER:acme.lines 1 /LINE.ADD k x"
                        + " #OWNER:acme.lines 1 /SET y 1 /EXEC ",
                text(file.written()));
    }

    @Test
    void underAlwaysRepliesWaitForASyncThatTheyShare() {
        begin("always");
        CountDownLatch first = new CountDownLatch(1);
        file.holdSync = first;
        unit("SET a 1");
        writer.flush();
        await(() -> file.written().length > 0);
        assertEquals(0, writer.released());
        for (int i = 0; i < 100; i++) {
            unit("SET b " + i);
        }
        writer.flush();
        int before = file.syncs();
        file.holdSync = null;
        first.countDown();
        await(() -> writer.released() == Long.MAX_VALUE);
        assertTrue(file.syncs() - before <= 2, "one sync for the first, one for all that came meanwhile");
        assertEquals(text(file.written()), text(file.afterPowerCut()));
        assertTrue(moved.get() > 0);
    }

    @Test
    void aPowerCutLosesNothingThatWasReleasedUnderAlways() {
        begin("always");
        for (int i = 0; i < 500; i++) {
            unit("SET k " + i);
            // As an event loop does: it asks, it has everything written, and it sends.
            boolean leaves = writer.released() >= position;
            writer.flush();
            if (i % 7 == 0) {
                long wanted = position;
                if (!leaves) {
                    await(() -> writer.released() >= wanted);
                    writer.flush();
                }
                assertTrue(text(file.afterPowerCut()).contains("/SET k " + i + " "), "unit " + i);
            }
        }
    }

    @Test
    void underEverysecEverythingIsSyncedSoonWithoutFurtherWrites() {
        begin("everysec");
        unit("SET a 1");
        assertEquals(Long.MAX_VALUE, writer.released());
        writer.flush();
        assertEquals("/SELECT 0 /SET a 1 ", text(file.written()), "the system has it before the reply leaves");
        await(() -> writer.synced() == position);
        assertEquals(text(file.written()), text(file.afterPowerCut()));
    }

    @Test
    void whatNobodyAsksForIsWrittenAllTheSame() {
        begin("no");
        unit("DEL expired");
        await(() -> file.written().length > 0);
    }

    @Test
    void syncsRestDuringBackgroundWorkIfAskedTo() {
        directives.noFsyncOnRewrite.set(List.of("yes"));
        background = true;
        begin("always");
        unit("SET a 1");
        writer.flush();
        await(() -> writer.released() == Long.MAX_VALUE);
        assertEquals(0, file.afterPowerCut().length);
        assertTrue(writer.synced() < position);
        background = false;
        unit("SET b 1");
        writer.flush();
        await(() -> writer.synced() == position);
        assertEquals(text(file.written()), text(file.afterPowerCut()));
    }

    @Test
    void aFullDiskLeavesNoHalfCommandAndTheWriterGoesOnWhenThereIsRoom() {
        begin("everysec");
        unit("SET a 1");
        writer.flush();
        String before = text(file.written());
        file.room(10);
        unit("SET b 2");
        unit("SET c 3");
        writer.flush();
        assertEquals("No space left on device", writer.error());
        assertEquals(before, text(file.written()), "the partial write was taken back");
        file.room(0);
        writer.flush();
        assertEquals("No space left on device", writer.error());
        file.room(Integer.MAX_VALUE);
        await(() -> writer.error() == null);
        assertEquals(before + "/SET b 2 /SET c 3 ", text(file.written()));
        await(() -> writer.synced() == position);
        assertEquals(0, fatal.get());
    }

    @Test
    void aPartialWriteThatCannotBeTakenBackIsCompletedLater() {
        begin("no");
        file.room(13);
        file.failsToTruncate(true);
        unit("SET b 2");
        writer.flush();
        assertEquals(13, file.written().length);
        file.room(Integer.MAX_VALUE);
        await(() -> writer.error() == null);
        assertEquals("/SELECT 0 /SET b 2 ", text(file.written()));
        assertEquals(file.written().length, writer.size());
    }

    @Test
    void failedSyncsStopWritesUntilOneSucceeds() {
        begin("everysec");
        file.failsToSync(true);
        unit("SET a 1");
        writer.flush();
        await(() -> writer.error() != null);
        assertEquals("Input/output error", writer.error());
        file.failsToSync(false);
        await(() -> writer.error() == null);
        assertEquals(position, writer.synced());
        assertEquals(0, fatal.get());
    }

    @Test
    void underAlwaysErrorsEndTheServerBeforeAReplyLeaves() {
        begin("always");
        file.room(5);
        unit("SET a 1");
        writer.flush();
        await(() -> fatal.get() == 1);
        assertTrue(writer.released() < position);
    }

    @Test
    void underAlwaysAFailedSyncEndsTheServerBeforeAReplyLeaves() {
        begin("always");
        file.failsToSync(true);
        unit("SET a 1");
        writer.flush();
        await(() -> fatal.get() == 1);
        assertTrue(writer.released() < position);
    }

    @Test
    void theNextFileBeginsBetweenUnitsAndTheOldOneIsSyncedAndClosed() {
        begin("everysec");
        unit("SET a 1");
        MemoryDisk next = new MemoryDisk();
        writer.begin(next, position, 0);
        unit("SET b 1");
        writer.flush();
        assertEquals("/SELECT 0 /SET a 1 ", text(file.written()));
        assertEquals("/SELECT 0 /SET b 1 ", text(next.written()), "it can be read without the one before");
        await(file::isClosed);
        assertEquals(text(file.written()), text(file.afterPowerCut()));
        await(() -> writer.synced() == position);
        assertEquals(next.written().length, writer.size());
    }

    @Test
    void slowSyncsAreCountedAndWritesGoOn() {
        begin("everysec");
        CountDownLatch hold = new CountDownLatch(1);
        file.holdSync = hold;
        unit("SET a 1");
        writer.flush();
        await(() -> writer.pendingSyncs() == 1);
        int written = 0;
        while (writer.delayedSyncs() == 0) {
            unit("SET b 1");
            writer.flush();
            assertTrue(file.written().length > written, "a write does not wait for a sync");
            written = file.written().length;
            LockSupport.parkNanos(50_000_000);
        }
        hold.countDown();
        assertNull(writer.error());
        assertFalse(writer.delayedSyncs() > 1);
    }

    @Test
    void unitsThatMoveNoPositionAreSettled() {
        begin("everysec");
        unit("SET a 1");
        await(() -> writer.synced() == position);
        MemoryDisk next = new MemoryDisk();
        writer.begin(next, position, 0);
        position--;
        unit("SET again 1");
        assertTrue(writer.settle());
        assertEquals("/SELECT 0 /SET again 1 ", text(next.afterPowerCut()));
    }

    @Test
    void whoLetsRepliesGoOnConditionSyncsBeforeTheyLeave() {
        begin("always");
        int promised = 0;
        for (int i = 0; i < 200; i++) {
            unit("SET k " + i);
            if (writer.released() == Long.MAX_VALUE) {
                promised++;
                writer.flush();
                assertTrue(text(file.afterPowerCut()).contains("/SET k " + i + " "), "unit " + i);
            } else {
                writer.flush();
                long wanted = position;
                await(() -> writer.synced() >= wanted);
            }
        }
        assertTrue(promised > 0, "a disk in memory is quick");
    }

    @Test
    void closingWritesSyncsAndReleasesEverything() {
        begin("always");
        unit("SET a 1");
        writer.close();
        assertTrue(file.isClosed());
        assertEquals("/SELECT 0 /SET a 1 ", text(file.afterPowerCut()));
        assertEquals(Long.MAX_VALUE, writer.released());
        MemoryDisk again = new MemoryDisk();
        writer.begin(again, position, 0);
        unit("SET b 1");
        writer.flush();
        await(() -> writer.released() == Long.MAX_VALUE);
        assertEquals("/SELECT 0 /SET b 1 ", text(again.afterPowerCut()));
    }
}
