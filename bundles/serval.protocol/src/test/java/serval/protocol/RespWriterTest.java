package serval.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import serval.sdk.reply.CommandError;

class RespWriterTest {
    /** Stands for a tilde where the tilde itself stands for the end of a line. */
    private static final char TILDE = 1;

    private final RespWriter writer = new RespWriter();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String taken() {
        return new String(writer.take(), StandardCharsets.ISO_8859_1);
    }

    private void check(String resp2, String resp3, Consumer<RespWriter> reply) {
        writer.version(2);
        reply.accept(writer);
        assertEquals(resp2.replace("~", "\r\n"), taken());
        writer.version(3);
        reply.accept(writer);
        assertEquals(resp3.replace("~", "\r\n").replace(TILDE, '~'), taken());
    }

    @Test
    void eachKindInBothVersions() {
        check(":0~:-1~:10~", ":0~:-1~:10~", r -> {
            r.integer(0);
            r.integer(-1);
            r.integer(10);
        });
        check(":-9223372036854775808~", ":-9223372036854775808~", r -> r.integer(Long.MIN_VALUE));
        check("+OK~+PONG~", "+OK~+PONG~", r -> {
            r.ok();
            r.status("PONG");
        });
        check("$0~~$2~hi~$3~\u00c3\u00a9!~$2~42~", "$0~~$2~hi~$3~\u00c3\u00a9!~$2~42~", r -> {
            r.bulk("");
            r.bulk(bytes("hi"));
            r.bulk("\u00e9!");
            r.bulk(42L);
        });
        check("$-1~*-1~", "_~_~", r -> {
            r.nil();
            r.nilArray();
        });
        check(":1~:0~", "#t~#f~", r -> {
            r.bool(true);
            r.bool(false);
        });
        check("$4~1234~", "(1234~", r -> r.bigNumber("1234"));
        check("$3~a\nb~", "=7~txt:a\nb~", r -> r.verbatim("txt", bytes("a\nb")));
        check("*2~*4~*3~*1~|1~", "*2~%2~^3~>1~|1~".replace('^', TILDE), r -> {
            r.array(2);
            r.map(2);
            r.set(3);
            r.push(1);
            r.attribute(1);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.5, 1.5",
        "1e20, 1e+20",
        "0.00001, 0.00001",
        "1.5e-7, 1.5e-7",
        "123456789012345678, 123456789012345680",
        "4611686018427387903, 4611686018427387904",
        "3.141592653589793, 3.141592653589793",
        "Infinity, inf",
        "-Infinity, -inf",
        "1.7976931348623157e308, 1.7976931348623157e+308"
    })
    void realsAreAsShortAsTheyCanBe(double value, String text) {
        check("$" + text.length() + "~" + text + "~", "," + text + "~", r -> r.real(value));
    }

    @Test
    void anErrorIsOneLineAndIsNoticed() {
        assertFalse(writer.hadError());
        writer.error(CommandError.WRONG_TYPE);
        assertEquals("WRONGTYPE Operation against a key holding the wrong kind of value", writer.lastError());
        writer.error("ERR a\r\nb \u00ff");
        assertEquals("-" + CommandError.WRONG_TYPE.text() + "\r\n-ERR a  b \u00ff\r\n", taken());
        assertTrue(writer.hadError());
        assertEquals("ERR a\r\nb \u00ff", writer.lastError());
        writer.clearErrors();
        assertFalse(writer.hadError());
        String endless = "x".repeat(100_000);
        writer.error(endless);
        assertEquals("-" + endless + "\r\n", taken());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 99, 100, 5000, 100_000})
    void lengthsMayComeLast(int count) {
        StringBuilder expected = new StringBuilder("*2\r\n*" + count + "\r\n");
        writer.openArray();
        writer.openArray();
        for (int i = 0; i < count; i++) {
            writer.integer(i);
            expected.append(':').append(i).append("\r\n");
        }
        writer.close(count);
        writer.openMap();
        writer.bulk("k");
        writer.bulk("v");
        writer.close(1);
        writer.close(2);
        expected.append("*2\r\n$1\r\nk\r\n$1\r\nv\r\n");
        assertEquals(expected.length(), writer.pending());
        assertEquals(expected.toString(), taken());
    }

    @Test
    void largeSharedBytesAreNotCopied() {
        byte[] large = new byte[100_000];
        writer.sharedBulk(large, 10, 99_990);
        long before = writer.memory();
        assertTrue(before < 101_000, () -> before + " bytes");
        large[10] = 'X';
        String text = taken();
        assertTrue(text.startsWith("$99990\r\nX"));
        assertTrue(text.endsWith("\r\n"));
        writer.bulk(large, 10, 99_990);
        large[10] = 'Y';
        assertTrue(taken().startsWith("$99990\r\nX"));
    }

    @Test
    void aRolledBackReplyLeavesNothing() {
        writer.integer(1);
        long mark = writer.mark();
        writer.openArray();
        writer.sharedBulk(new byte[50_000], 0, 50_000);
        writer.openSet();
        writer.bulk(new byte[20_000]);
        writer.rollback(mark);
        writer.error("ERR no");
        assertEquals(":1\r\n-ERR no\r\n", taken());
    }

    @Test
    void aMutedWriterStillPassesMessages() {
        writer.integer(1);
        writer.mute(true);
        writer.integer(2);
        writer.encoded(bytes(">0\r\n"));
        writer.callStarts();
        writer.integer(3);
        writer.encoded(bytes(">1\r\n"));
        writer.callEnds();
        writer.mute(false);
        writer.integer(4);
        assertEquals(":1\r\n>0\r\n>1\r\n:4\r\n", taken());
    }

    @Test
    void messagesComeBehindTheReplyOfTheRunningCall() {
        writer.callStarts();
        writer.array(2);
        writer.encoded(bytes(">1\r\n"));
        writer.integer(1);
        assertEquals("", taken());
        writer.integer(2);
        writer.callEnds();
        assertEquals("*2\r\n:1\r\n:2\r\n>1\r\n", taken());
    }

    @Test
    void someMessagesComeBeforeTheReplyOfTheRunningCall() {
        writer.integer(0);
        writer.callStarts();
        long mark = writer.mark();
        writer.encodedFirst(bytes(">1\r\n"));
        writer.encodedFirst(bytes(">2\r\n"));
        assertEquals(":0\r\n>1\r\n>2\r\n", taken());
        writer.integer(1);
        writer.encodedFirst(bytes(">3\r\n"));
        assertEquals("", taken());
        writer.callEnds();
        assertEquals(":1\r\n>3\r\n", taken());
        writer.callStarts();
        writer.encodedFirst(bytes(">4\r\n"));
        writer.integer(2);
        writer.rollback(mark);
        writer.callEnds();
        assertEquals(">4\r\n", taken());
    }

    @Test
    void anOpenCollectionHoldsBackWhatFollows() {
        writer.integer(1);
        writer.openArray();
        writer.integer(2);
        assertEquals(":1\r\n", taken());
        assertTrue(writer.isDrained());
        for (int i = 0; i < 9999; i++) {
            writer.integer(2);
        }
        writer.close(10_000);
        assertEquals("*10000\r\n" + ":2\r\n".repeat(10_000), taken());
    }

    @Test
    void aDiscardedQueueTakesNoMore() {
        writer.openArray();
        writer.integer(1);
        writer.openArray();
        writer.watch(writer::discard);
        for (int i = 0; i < 100_000; i++) {
            writer.integer(i);
        }
        writer.close(100_000);
        writer.openMap();
        writer.bulk(new byte[40_000]);
        writer.close(1);
        writer.close(2);
        assertEquals("", taken());
        long left = writer.memory();
        assertTrue(left < 50_000, () -> left + " bytes");
    }

    /** Random replies, closings, rollbacks and partial takings give what a plain builder gives. */
    @Test
    void anyMixtureComesOutInOrder() {
        Random random = new Random(3);
        ChunkPool pool = new ChunkPool();
        RespWriter other = new RespWriter(pool);
        for (int round = 0; round < 100; round++) {
            RespWriter out = new RespWriter(pool);
            StringBuilder expected = new StringBuilder();
            StringBuilder got = new StringBuilder();
            for (int step = random.nextInt(60); step >= 0; step--) {
                long mark = out.mark();
                int length = expected.length();
                collection(random, out, expected, 0);
                if (random.nextInt(6) == 0) {
                    out.rollback(mark);
                    expected.setLength(length);
                }
                if (random.nextInt(3) == 0) {
                    ByteBuffer target = ByteBuffer.allocate(random.nextInt(40_000));
                    int moved = out.drain(target, Long.MAX_VALUE);
                    assertEquals(target.position(), moved);
                    got.append(new String(target.array(), 0, moved, StandardCharsets.ISO_8859_1));
                    // Whatever the other takes of what this one has let go of may be overwritten.
                    other.bulk(new byte[15_000]);
                    other.bulk(new byte[15_000]);
                }
                assertEquals(expected.length(), out.position());
                assertEquals(expected.length() - got.length(), out.pending());
            }
            got.append(new String(out.take(), StandardCharsets.ISO_8859_1));
            assertEquals(expected.toString(), got.toString());
            assertTrue(out.isDrained());
        }
    }

    private static void collection(Random random, RespWriter out, StringBuilder expected, int depth) {
        int count = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(4);
        out.openArray();
        StringBuilder inside = new StringBuilder();
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(depth < 3 ? 5 : 4)) {
                case 0 -> {
                    int number = random.nextInt();
                    out.integer(number);
                    inside.append(':').append(number).append("\r\n");
                }
                case 1 -> {
                    byte[] word = new byte[random.nextInt(random.nextInt(20) == 0 ? 40_000 : 300)];
                    java.util.Arrays.fill(word, (byte) ('a' + i % 26));
                    if (random.nextBoolean()) {
                        out.bulk(word);
                    } else {
                        out.sharedBulk(word, 0, word.length);
                    }
                    inside.append('$').append(word.length).append("\r\n");
                    inside.append(new String(word, StandardCharsets.ISO_8859_1)).append("\r\n");
                }
                case 2 -> {
                    out.ok();
                    inside.append("+OK\r\n");
                }
                case 3 -> {
                    long mark = out.mark();
                    out.openSet();
                    out.bulk(new byte[random.nextInt(30_000)]);
                    out.rollback(mark);
                    out.nil();
                    inside.append("$-1\r\n");
                }
                default -> collection(random, out, inside, depth + 1);
            }
        }
        out.close(count);
        expected.append('*').append(count).append("\r\n").append(inside);
    }
}
