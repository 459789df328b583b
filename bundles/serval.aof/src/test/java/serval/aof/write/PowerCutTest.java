package serval.aof.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import serval.aof.AofDirectives;
import serval.spi.journal.Effect;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;

/** What is left of acknowledged units when the power goes: the files forget what was not synced. */
@Timeout(60)
class PowerCutTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Pattern NUMBER = Pattern.compile("INCR\r\n\\$\\d+\r\n(\\d+)\r\n");

    private final AofDirectives directives = new AofDirectives();
    /** The writer's clock: it moves when the test says so. */
    private final AtomicLong clock = new AtomicLong(5 * SECOND);

    private final AofWriter writer = new AofWriter(
            directives,
            new UnitEncoder(directives.timestamps::value, words -> List.of(1)),
            new WriterHost() {
                @Override
                public void releasedMoved() {}

                @Override
                public void fatal() {}

                @Override
                public void statusMoved() {}

                @Override
                public boolean isBackgroundWorkActive() {
                    return false;
                }

                @Override
                public void spent(String event, long nanos) {}
            },
            clock::get);
    private final List<MemoryDisk> files = new ArrayList<>();
    private long position;

    @AfterEach
    void end() {
        writer.close();
        writer.end();
    }

    private void nextFile() {
        MemoryDisk file = new MemoryDisk();
        files.add(file);
        writer.begin(file, position, 0);
    }

    /** Executes a command, and acknowledges it as an event loop does. */
    private void acknowledge() {
        position++;
        byte[][] words = {
            "INCR".getBytes(StandardCharsets.US_ASCII), Long.toString(position).getBytes(StandardCharsets.US_ASCII)
        };
        writer.accept(new JournalUnit(
                position, 1_700_000_000_000L, true, List.of(new Effect(0, -1, Target.ALL, words, null))));
        long wanted = position;
        boolean leaves = writer.released() >= wanted;
        writer.flush();
        if (!leaves) {
            await(() -> writer.released() >= wanted);
            writer.flush();
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(200_000);
        }
    }

    /** How many units are left of those acknowledged; fails unless they are the first ones, without a gap. */
    private long left() {
        StringBuilder text = new StringBuilder();
        for (MemoryDisk file : files) {
            text.append(new String(file.afterPowerCut(), StandardCharsets.US_ASCII));
        }
        long left = 0;
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            assertEquals(++left, Long.parseLong(numbers.group(1)), "what is left has a gap");
        }
        return left;
    }

    @Test
    void underEverysecNoMoreThanTheLastSecondIsLost() {
        directives.appendfsync.set(List.of("everysec"));
        nextFile();
        for (int second = 0; second < 12; second++) {
            long before = position;
            for (int i = 0; i < 20 + second; i++) {
                acknowledge();
                if (i == second) {
                    nextFile();
                }
                assertTrue(left() <= position);
            }
            assertTrue(position > before);
            clock.addAndGet(SECOND);
            // Whatever was acknowledged a second ago is there as soon as the sync that is due then is over.
            await(() -> left() >= position);
        }
        assertEquals(position, left());
    }

    @Test
    void underEverysecTheSyncIsNotPutOffByWritesThatGoOn() {
        directives.appendfsync.set(List.of("everysec"));
        nextFile();
        for (int second = 0; second < 5; second++) {
            acknowledge();
            long aSecondAgo = position;
            clock.addAndGet(SECOND);
            while (left() < aSecondAgo) {
                acknowledge();
            }
        }
    }

    @Test
    void underAlwaysNothingIsLost() {
        directives.appendfsync.set(List.of("always"));
        nextFile();
        for (int i = 0; i < 300; i++) {
            acknowledge();
            assertEquals(position, left());
            if (i % 50 == 49) {
                nextFile();
            }
        }
    }

    @Test
    void aSyncOfACompleteFileThatFailedIsRepeated() {
        directives.appendfsync.set(List.of("everysec"));
        nextFile();
        acknowledge();
        MemoryDisk first = files.getFirst();
        first.failsToSync(true);
        nextFile();
        acknowledge();
        clock.addAndGet(SECOND);
        await(() -> writer.error() != null);
        first.failsToSync(false);
        clock.addAndGet(SECOND);
        await(() -> writer.error() == null);
        assertTrue(first.isClosed());
        assertEquals(position, left());
    }
}
