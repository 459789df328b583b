package serval.aof.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.aof.write.Outgoing;

class CommandReaderTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(Outgoing out) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer buffer : out.take()) {
            byte[] piece = new byte[buffer.remaining()];
            buffer.get(piece);
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    /** What is found in some bytes, up to what ends it. */
    private static List<String> found(InputStream in) throws IOException {
        CommandReader reader = new CommandReader(in, 0);
        List<String> all = new ArrayList<>();
        while (true) {
            CommandReader.Found found = reader.next();
            switch (found) {
                case COMMAND -> {
                    StringBuilder words = new StringBuilder();
                    for (int i = 0; i < reader.request().count(); i++) {
                        words.append(i == 0 ? "" : " ").append(reader.request().slice(i));
                    }
                    all.add(words.toString());
                }
                case ANNOTATION -> all.add(reader.annotation());
                default -> {
                    all.add(found + "@" + reader.offset());
                    return all;
                }
            }
        }
    }

    private static byte[] sample() {
        Outgoing out = new Outgoing();
        out.line("#TS:1700000000");
        out.command(new byte[][] {ascii("SELECT"), ascii("0")});
        out.command(new byte[][] {ascii("SET"), ascii("key"), ascii("a\r\nvalue"), ascii("")});
        out.line("#OWNER:x 1");
        out.command(new byte[][] {ascii("DEL"), ascii("key")});
        return bytes(out);
    }

    @Test
    void findsWhatWasWritten() throws IOException {
        byte[] bytes = sample();
        assertEquals(
                List.of(
                        "#TS:1700000000",
                        "SELECT 0",
                        "SET key a\r\nvalue ",
                        "#OWNER:x 1",
                        "DEL key",
                        "END@" + bytes.length),
                found(new ByteArrayInputStream(bytes)));
    }

    @Test
    void endsAnywhereAreToldFromDamage() throws IOException {
        byte[] bytes = sample();
        List<String> whole = found(new ByteArrayInputStream(bytes));
        for (int length = 0; length < bytes.length; length++) {
            List<String> part = found(new ByteArrayInputStream(bytes, 0, length));
            String end = part.removeLast();
            assertTrue(end.startsWith("END") || end.startsWith("TRUNCATED"), length + ": " + end);
            assertEquals(whole.subList(0, part.size()), part, "at " + length);
        }
    }

    @Test
    void aFlippedBitInTheFrameIsFound() throws IOException {
        byte[] bytes = ascii("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
        List<String> whole = found(new ByteArrayInputStream(bytes));
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) (1 << bit);
                List<String> part = found(new ByteArrayInputStream(damaged));
                boolean inWord = at >= 8 && at < 11 || at == 17;
                if (!inWord) {
                    assertTrue(part.size() == 1 || !whole.get(0).equals(part.get(0)), "byte " + at + ": " + part);
                    assertNotEquals(whole, part, "byte " + at + " bit " + bit);
                    assertTrue(!part.getLast().startsWith("END"), "byte " + at + " bit " + bit + ": " + part);
                }
            }
        }
    }

    @Test
    void wordsOfEverySizeComeWholeInWhateverPiecesTheyAreRead() throws IOException {
        Random random = new Random(7);
        Outgoing out = new Outgoing();
        List<byte[][]> commands = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[][] words = new byte[1 + random.nextInt(i % 50 == 0 ? 5000 : 5)][];
            for (int j = 0; j < words.length; j++) {
                int size = switch (random.nextInt(40)) {
                    case 0 -> 2_500_000;
                    case 1 -> 40_000;
                    case 2 -> 16_384;
                    default -> random.nextInt(100);
                };
                words[j] = new byte[words.length > 10 ? size % 500 : size];
                random.nextBytes(words[j]);
            }
            commands.add(words);
            out.command(words);
        }
        byte[] bytes = bytes(out);
        InputStream pieces = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(
                        target,
                        offset,
                        Math.min(length, 1 + random.nextInt(random.nextBoolean() ? 10_000 : 2_000_000)));
            }
        };
        CommandReader reader = new CommandReader(pieces, 0);
        for (byte[][] words : commands) {
            assertEquals(CommandReader.Found.COMMAND, reader.next());
            assertEquals(words.length, reader.request().count());
            for (int j = 0; j < words.length; j++) {
                assertArrayEquals(words[j], reader.request().copy(j));
            }
        }
        assertEquals(CommandReader.Found.END, reader.next());
        assertEquals(bytes.length, reader.offset());
    }

    @Test
    void numbersThatAreNoneAreMalformed() throws IOException {
        for (String bad : new String[] {
            "x",
            "*0\r\n",
            "*-1\r\n",
            "*\r\n",
            "* 1\r\n",
            "*1\n",
            "*99999999999\r\n",
            "*1\r\n:1\r\n",
            "*1\r\n$-1\r\n",
            "*1\r\n$3\r\nabcd\r\n"
        }) {
            assertTrue(found(new ByteArrayInputStream(ascii(bad))).getLast().startsWith("MALFORMED"), bad);
        }
        assertTrue(found(new ByteArrayInputStream(ascii("*1\r\n$2000000000\r\nabc")))
                .getLast()
                .startsWith("TRUNCATED"));
    }
}
