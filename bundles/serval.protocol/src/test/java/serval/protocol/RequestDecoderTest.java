package serval.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import serval.spi.request.Request;
import serval.spi.request.UpcomingRequests;

class RequestDecoderTest {
    private static final int FRONT = 4096;

    private final TestLimits limits = new TestLimits();

    /** What a client is allowed, open to the tests. */
    static final class TestLimits implements DecoderLimits {
        boolean trusted = true;
        long bulk = 512L << 20;
        long memory = Long.MAX_VALUE;

        @Override
        public boolean isTrusted() {
            return trusted;
        }

        @Override
        public long bulkLimit() {
            return bulk;
        }

        @Override
        public boolean mayTake(long bytes) {
            return bytes <= memory;
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> words(Request request) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            words.add(request.slice(i).toString());
        }
        return words;
    }

    private static String word(UpcomingRequests upcoming, int request, int word) {
        int length = upcoming.length(request, word);
        return length < 0
                ? "-"
                : new String(upcoming.array(), upcoming.offset(request, word), length, StandardCharsets.ISO_8859_1);
    }

    @Test
    void firstWordsOfWholeRequestsAreGuessed() {
        RequestDecoder decoder = new RequestDecoder(limits);
        byte[] stream = bytes("*1\r\n$4\r\nPING\r\n"
                + "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n"
                + "*4\r\n$4\r\nZADD\r\n$1\r\nz\r\n$3\r\n1.5\r\n$0\r\n\r\n"
                + "*3\r\n$4\r\nSADD\r\n$1\r\ns\r\n$1\r\nm\r\n"
                + "*3\r\n$4\r\nSADD\r\n$1\r\ns\r\n$1\r\n");
        decoder.feed(stream, 0, stream.length);
        UpcomingRequests upcoming = new UpcomingRequests();
        decoder.guess(upcoming);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < upcoming.count(); i++) {
            words.add(word(upcoming, i, 1) + " " + word(upcoming, i, 2) + " " + word(upcoming, i, 3));
        }
        assertEquals(List.of("key - -", "z 1.5 ", "s m -"), words);
        assertTrue(decoder.next());
        assertEquals(List.of("PING"), words(decoder.request()));
    }

    /** Feeds the stream in pieces through one scratch array, which is overwritten after each, as a transport does. */
    private static List<List<String>> decode(RequestDecoder decoder, byte[] stream, int[] cuts) {
        List<List<String>> found = new ArrayList<>();
        byte[] scratch = new byte[FRONT + stream.length];
        int at = 0;
        for (int cut : cuts) {
            System.arraycopy(stream, at, scratch, FRONT, cut - at);
            decoder.feed(scratch, FRONT, FRONT + cut - at);
            at = cut;
            while (decoder.next()) {
                found.add(words(decoder.request()));
            }
            decoder.keep();
            Arrays.fill(scratch, (byte) '~');
        }
        return found;
    }

    private List<List<String>> whole(String stream) {
        return decode(new RequestDecoder(limits), bytes(stream), new int[] {stream.length()});
    }

    private List<List<String>> byteByByte(String stream) {
        int[] cuts = new int[stream.length()];
        Arrays.setAll(cuts, i -> i + 1);
        return decode(new RequestDecoder(limits), bytes(stream), cuts);
    }

    private String error(String stream) {
        RequestDecoder all = new RequestDecoder(limits);
        decode(all, bytes(stream), new int[] {stream.length()});
        RequestDecoder halves = new RequestDecoder(limits);
        decode(halves, bytes(stream), new int[] {stream.length() / 2, stream.length()});
        assertEquals(all.error(), halves.error());
        return all.error();
    }

    @Test
    void arraysAndInlineCommandsMayAlternate() {
        String stream = "*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n\r\n*0\r\n*-1\r\n  echo  hi \n*1\r\n$0\r\n\r\n";
        List<List<String>> expected = List.of(List.of("GET", "k"), List.of("PING"), List.of("echo", "hi"), List.of(""));
        assertEquals(expected, whole(stream));
        assertEquals(expected, byteByByte(stream));
    }

    @Test
    void theEndsOfWordsAreNotLookedAt() {
        assertEquals(List.of(List.of("PING")), whole("*1\r\n$4\r\nPINGxx"));
        assertEquals(List.of(List.of("PING")), byteByByte("*1\rx$4\ry" + "PINGzz"));
    }

    @Test
    void lengthsThatAreNoNumbersAreRefusedWhereverTheRequestEnds() {
        String words = "A".repeat(12_000) + "\r\n";
        for (String length : List.of("x", "1x", "12x", "-1", "01", "00", "", "1 ", "/", ":")) {
            assertEquals("ERR Protocol error: invalid bulk length", error("*1\r\n$" + length + "\r\n" + words), length);
            assertEquals(
                    "ERR Protocol error: invalid bulk length",
                    error("*2\r\n$4\r\nECHO\r\n$" + length + "\r\n" + words),
                    length);
        }
    }

    @Test
    void wordsOfAnyLengthAreFoundWhereverTheRequestIsCut() {
        for (int size : new int[] {0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000}) {
            String word = "w".repeat(size);
            String stream = "*2\r\n$4\r\nECHO\r\n$" + size + "\r\n" + word + "\r\n*1\r\n$4\r\nPING\r\n";
            List<List<String>> expected = List.of(List.of("ECHO", word), List.of("PING"));
            assertEquals(expected, whole(stream));
            assertEquals(expected, byteByByte(stream));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ping \"\\x41\\n\\z\"|A^z",
                "ping 'a\\'b'|a'b",
                "ping 'a\\nb'|a\\nb",
                "ping \"\"|``",
                "ping ab\"c d\"|abc d",
                "ping \"\\x4g\"|x4g",
                "ping \\n|\\n",
                "ping a\\\"b\"|a\\b"
            })
    void inlineWordsMayBeQuoted(String line, String escaped) {
        String word = escaped.replace('^', '\n');
        assertEquals(List.of(List.of("ping", word)), whole(line + "\r\n"));
        assertEquals(List.of(List.of("ping", word)), byteByByte(line + "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ping \"a|unbalanced quotes in request",
                "ping 'a|unbalanced quotes in request",
                "ping \"a\"b|unbalanced quotes in request",
                "ping 'a'b|unbalanced quotes in request",
                "*3000000000|invalid multibulk length",
                "*2147483648|invalid multibulk length",
                "*9223372036854775808|invalid multibulk length",
                "*01|invalid multibulk length",
                "*-0|invalid multibulk length",
                "*+1|invalid multibulk length",
                "*|invalid multibulk length",
                "*1~:4|expected '$', got ':'",
                "*1~|expected '$', got '\r'",
                "*1~$-1|invalid bulk length",
                "*1~$536870913|invalid bulk length",
                "*1~$abc|invalid bulk length",
                "*1~$|invalid bulk length",
                "*1~$00|invalid bulk length"
            })
    void whatIsNoRequestIsNamed(String line, String reason) {
        assertEquals("ERR Protocol error: " + reason, error(line.replace("~", "\r\n") + "\r\n"));
    }

    @Test
    void aCountUpToTheLargestIntegerIsWaitedFor() {
        assertNull(error("*2147483647\r\n"));
        assertEquals(List.of(List.of("PING")), whole("*-9223372036854775808\r\nPING\r\n"));
    }

    @Test
    void linesEndSomewhere() {
        String long1 = "1".repeat(RequestDecoder.LONGEST_LINE);
        assertNull(error(long1));
        assertEquals("ERR Protocol error: too big inline request", error(long1 + "1"));
        assertEquals("ERR Protocol error: too big mbulk count string", error("*" + long1));
        assertEquals("ERR Protocol error: too big bulk count string", error("*1\r\n$" + long1));
    }

    @Test
    void aZeroByteHidesTheEndOfTheLine() {
        assertNull(error("\0ping\r\nping\r\n"));
        String rest = ("A".repeat(1024) + "\r\n").repeat(70);
        assertEquals("ERR Protocol error: too big inline request", error("\0" + rest));
        assertEquals("ERR Protocol error: too big mbulk count string", error("*\0" + rest));
        assertEquals("ERR Protocol error: too big bulk count string", error("*1\r\n$\0" + rest));
    }

    @Test
    void strangersAreHeldToTenSmallWords() {
        limits.trusted = false;
        assertNull(error("*10\r\n$16384\r\n"));
        assertEquals("ERR Protocol error: unauthenticated multibulk length", error("*11\r\n"));
        assertEquals("ERR Protocol error: unauthenticated bulk length", error("*1\r\n$16385\r\n"));
    }

    @Test
    void nothingFollowsAnError() {
        RequestDecoder decoder = new RequestDecoder(limits);
        List<List<String>> found =
                decode(decoder, bytes("PING\r\n*1\r\n:\r\nPING\r\nPING\r\n"), new int[] {14, 20, 25});
        assertEquals(List.of(List.of("PING")), found);
        assertEquals(0, decoder.held());
    }

    @ParameterizedTest
    @ValueSource(ints = {RequestDecoder.BIG - 1, RequestDecoder.BIG, 70_000, 1_000_000})
    void aBigWordHasAnArrayOfItsOwn(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        byte[] head = bytes("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + size + "\r\n");
        byte[] stream = Arrays.copyOf(head, head.length + size + 2);
        System.arraycopy(value, 0, stream, head.length, size);
        for (int step : new int[] {stream.length, 30_000, 64 * 1024, 1999}) {
            RequestDecoder decoder = new RequestDecoder(limits);
            byte[] scratch = new byte[FRONT + step];
            boolean complete = false;
            for (int at = 0; at < stream.length; at += step) {
                int length = Math.min(step, stream.length - at);
                System.arraycopy(stream, at, scratch, FRONT, length);
                assertFalse(complete);
                decoder.feed(scratch, FRONT, FRONT + length);
                complete = decoder.next();
                if (!complete) {
                    decoder.keep();
                    Arrays.fill(scratch, (byte) 0);
                }
            }
            assertTrue(complete);
            Request request = decoder.request();
            assertEquals(size >= RequestDecoder.BIG, request.isOwned(2));
            assertArrayEquals(value, request.copy(2));
            assertEquals("SET", request.slice(0).toString());
            assertEquals("k", request.slice(1).toString());
            assertEquals(size >= RequestDecoder.BIG ? size : request.length(2), request.length(2));
            assertFalse(decoder.next());
            decoder.keep();
            assertEquals(0, decoder.held());
            assertTrue(decoder.memory() <= 1024);

            byte[] next = bytes("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n");
            decoder.feed(next, 0, next.length);
            assertTrue(decoder.next());
            assertFalse(request.isOwned(2), "a short word in its place");
        }
    }

    @Test
    void anAnnouncedLengthCostsNothing() {
        RequestDecoder decoder = new RequestDecoder(limits);
        decode(decoder, bytes("*2\r\n$3\r\nGET\r\n$536870912\r\nabc"), new int[] {10, 28});
        assertTrue(decoder.memory() <= 2 * RequestDecoder.BIG, () -> decoder.memory() + " bytes");
        assertEquals(28, decoder.held());
    }

    @Test
    void memoryIsAskedForBeforeItIsTaken() {
        limits.memory = 40_000;
        RequestDecoder decoder = new RequestDecoder(limits);
        String stream = "*2\r\n$3\r\nGET\r\n$1000000\r\n" + "x".repeat(60_000);
        decode(decoder, bytes(stream), new int[] {10_000, 20_000, 50_000, 60_000});
        assertTrue(decoder.isOutOfMemory());
        assertEquals(0, decoder.memory() > 20_000 ? decoder.memory() : 0);
    }

    @Test
    void howTheStreamIsCutMakesNoDifference() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            List<List<String>> expected = new ArrayList<>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                List<String> words = new ArrayList<>();
                boolean inline = random.nextInt(4) == 0;
                int count = random.nextInt(random.nextInt(20) == 0 ? 3000 : 6) + 1;
                for (int w = 0; w < count; w++) {
                    int most = random.nextInt(30) == 0 && !inline && count < 10 ? 100_000 : 12;
                    byte[] word = new byte[random.nextInt(most) + (inline ? 1 : 0)];
                    for (int b = 0; b < word.length; b++) {
                        word[b] = (byte) (inline ? 'a' + random.nextInt(26) : random.nextInt(256));
                    }
                    words.add(new String(word, StandardCharsets.ISO_8859_1));
                }
                expected.add(words);
                stream.writeBytes(inline ? bytes(String.join(" ", words) + "\r\n") : array(words));
            }
            byte[] all = stream.toByteArray();
            int pieces = random.nextInt(40) + 1;
            int[] cuts = new int[pieces + 1];
            for (int i = 0; i < pieces; i++) {
                cuts[i] = random.nextInt(all.length + 1);
            }
            cuts[pieces] = all.length;
            Arrays.sort(cuts);
            assertEquals(expected, decode(new RequestDecoder(limits), all, cuts));
        }
    }

    @Test
    void anyBytesAreEitherRequestsOrAnError() {
        Random random = new Random(11);
        byte[] alphabet = bytes("*$:\r\n0123456789-\"'\\x ab\0");
        for (int round = 0; round < 20_000; round++) {
            byte[] stream = new byte[random.nextInt(60)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = alphabet[random.nextInt(alphabet.length)];
            }
            RequestDecoder one = new RequestDecoder(limits);
            List<List<String>> whole = decode(one, stream, new int[] {stream.length});
            int[] cuts = new int[stream.length];
            Arrays.setAll(cuts, i -> i + 1);
            RequestDecoder two = new RequestDecoder(limits);
            assertEquals(whole, decode(two, stream, cuts));
            assertEquals(one.error(), two.error());
            assertEquals(one.held(), two.held());
        }
    }

    private static byte[] array(List<String> words) {
        StringBuilder text = new StringBuilder("*" + words.size() + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return bytes(text.toString());
    }
}
