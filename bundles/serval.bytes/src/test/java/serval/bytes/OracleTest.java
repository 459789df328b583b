package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Compares numbers and patterns with a real redis-server, whose path {@code serval.oracle} names. One before 7.2 writes scores with seventeen
 * digits and not with the fewest that tell a number from all others; then the numbers are compared and not their digits.
 */
@EnabledIfSystemProperty(named = "serval.oracle", matches = ".+")
@Timeout(120)
class OracleTest {

    private static final int BATCH = 1000;
    private static final int BATCHES = 60;

    private final SplittableRandom random = new SplittableRandom(20261123);

    @Test
    void scoresAreWrittenAlike() throws IOException {
        try (Oracle oracle = new Oracle()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                List<double[]> values = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    double value = randomDouble();
                    // Hexadecimal text carries the exact number to the server.
                    oracle.send("ZADD", "z", Double.toHexString(value), "m");
                    oracle.send("ZSCORE", "z", "m");
                    values.add(new double[] {value});
                }
                oracle.flush();
                for (double[] value : values) {
                    oracle.read();
                    assertEquals(oracle.score(), text(value[0]), () -> Double.toHexString(value[0]));
                }
            }
        }
    }

    @Test
    void scoresAreReadAlike() throws IOException {
        try (Oracle oracle = new Oracle()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    String text = randomNumberText();
                    oracle.send("DEL", "z");
                    oracle.send("ZADD", "z", text, "m");
                    oracle.send("ZSCORE", "z", "m");
                    texts.add(text);
                }
                oracle.flush();
                for (String text : texts) {
                    oracle.read();
                    oracle.read();
                    String theirs = oracle.score();
                    byte[] bytes = Ascii.bytes(text);
                    double ours = Doubles.parse(bytes, 0, bytes.length);
                    // A small sorted set keeps whole scores as integers, where zero has no sign.
                    assertEquals(theirs, Double.isNaN(ours) ? "null" : text(ours + 0.0), text);
                }
            }
        }
    }

    @Test
    void incrByFloatAddsAlike() throws IOException {
        try (Oracle oracle = new Oracle()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                List<String[]> pairs = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    String a = randomNumberText();
                    String b = randomNumberText();
                    oracle.send("SET", "k", a);
                    oracle.send("INCRBYFLOAT", "k", b);
                    pairs.add(new String[] {a, b});
                }
                oracle.flush();
                for (String[] pair : pairs) {
                    oracle.read();
                    assertEquals(oracle.read(), incrByFloat(pair[0], pair[1]), () -> pair[0] + " + " + pair[1]);
                }
            }
        }
    }

    @Test
    void patternsMatchAlike() throws IOException {
        try (Oracle oracle = new Oracle()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                List<byte[][]> pairs = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    byte[] pattern = randomBytes("ab*?[]^-\\B\u00e4*", 10);
                    byte[] string = randomBytes("abAB]-\\^\u00e4", 7);
                    oracle.send("DEL", "s");
                    oracle.sendBytes(Ascii.bytes("SADD"), Ascii.bytes("s"), string);
                    oracle.sendBytes(
                            Ascii.bytes("SSCAN"), Ascii.bytes("s"), Ascii.bytes("0"), Ascii.bytes("MATCH"), pattern);
                    pairs.add(new byte[][] {pattern, string});
                }
                oracle.flush();
                for (byte[][] pair : pairs) {
                    oracle.read();
                    oracle.read();
                    boolean theirs = !oracle.read().endsWith("[]]");
                    boolean ours = Glob.matchesAll(pair[0], 0, pair[0].length) || Glob.matches(pair[0], pair[1], false);
                    assertEquals(
                            theirs,
                            ours,
                            () -> Ascii.string(pair[0], 0, pair[0].length) + " "
                                    + Ascii.string(pair[1], 0, pair[1].length));
                }
            }
        }
    }

    private static String incrByFloat(String a, String b) {
        LongDouble x = LongDouble.parse(Ascii.bytes(a), 0, a.length());
        LongDouble y = LongDouble.parse(Ascii.bytes(b), 0, b.length());
        if (x == null || y == null) {
            return "ERR value is not a valid float";
        }
        LongDouble sum = x.plus(y);
        return sum.isFinite() ? sum.toString() : "ERR increment would produce NaN or Infinity";
    }

    private static String text(double value) {
        byte[] bytes = Doubles.toBytes(value);
        return Ascii.string(bytes, 0, bytes.length);
    }

    private double randomDouble() {
        while (true) {
            double value = switch (random.nextInt(6)) {
                case 0 -> random.nextLong();
                case 1 -> random.nextInt(1_000_000) / 1000.0;
                case 2 -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-12, 24));
                case 3 -> Math.scalb(1.0, random.nextInt(-1074, 1024));
                case 4 -> Double.longBitsToDouble(random.nextLong() >>> 12);
                default -> Double.longBitsToDouble(random.nextLong());
            };
            if (Double.isFinite(value)) {
                return value;
            }
        }
    }

    private String randomNumberText() {
        return switch (random.nextInt(12)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Double.toString(randomDouble());
            case 2 -> Double.toHexString(randomDouble());
            case 3 -> random.nextInt(-100, 100) + "." + random.nextInt(1000);
            case 4 ->
                (random.nextBoolean() ? "-" : "+") + digits(random.nextInt(30)) + "." + digits(random.nextInt(30));
            case 5 -> digits(1 + random.nextInt(4)) + "e" + random.nextInt(-5000, 5000);
            case 6 -> digits(3) + "e" + random.nextInt(-340, 320);
            case 7 ->
                "0x" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + "p"
                        + random.nextInt(-200, 200);
            case 8 -> "0x1.8p" + random.nextInt(-16600, 16600);
            case 9 -> digits(20) + "." + digits(25);
            case 10 -> new String(randomBytes("0123456789.eE+-xpXP", 7), StandardCharsets.ISO_8859_1);
            default ->
                List.of(
                                "inf",
                                "-inf",
                                "+Infinity",
                                "nan",
                                "-nan",
                                "nan(1)",
                                "0x",
                                "0x.",
                                "0x.8",
                                ".",
                                "-",
                                "1e",
                                "1e+",
                                "infi",
                                "0x1p",
                                " 1",
                                "1 ",
                                "\t1",
                                "",
                                "1.5f",
                                "2d",
                                "-0",
                                "-0.0",
                                "0e99999",
                                "1e-4951",
                                "3e-4951",
                                "1.18973149535723176502e4932",
                                "1.18973149535723176506e4932",
                                "4.9e-324",
                                "2e-324",
                                "1e400")
                        .get(random.nextInt(31));
        };
    }

    private String digits(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    private byte[] randomBytes(String alphabet, int longest) {
        byte[] bytes = new byte[1 + random.nextInt(longest)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return bytes;
    }

    /** A server of its own and a connection to it that speaks RESP2: pipelined requests out, replies back as text. */
    private static final class Oracle implements AutoCloseable {
        private final Process process;
        private final Socket socket;
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        private final DataInputStream in;
        private final OutputStream out;
        private final boolean fewestDigits;

        Oracle() throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            process = new ProcessBuilder(
                            System.getProperty("serval.oracle"),
                            "--port",
                            Integer.toString(port),
                            "--save",
                            "",
                            "--bind",
                            "127.0.0.1")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            socket = connect(port);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
            send("INFO", "server");
            flush();
            Matcher version = Pattern.compile("redis_version:(\\d+)\\.(\\d+)").matcher(read());
            if (!version.find()) {
                throw new IllegalStateException("the oracle does not tell its version");
            }
            fewestDigits = Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) >= 702;
        }

        private Socket connect(int port) throws IOException {
            while (true) {
                try {
                    return new Socket("127.0.0.1", port);
                } catch (ConnectException notYet) {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the oracle did not start", notYet);
                    }
                    LockSupport.parkNanos(10_000_000);
                }
            }
        }

        /** A score, with the fewest digits whatever the server's version is. */
        String score() throws IOException {
            String score = read();
            boolean digits = !fewestDigits && !score.equals("null") && !score.endsWith("inf");
            return digits ? text(Double.parseDouble(score)) : score;
        }

        void send(String... arguments) throws IOException {
            byte[][] bytes = new byte[arguments.length][];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = Ascii.bytes(arguments[i]);
            }
            sendBytes(bytes);
        }

        void sendBytes(byte[]... arguments) throws IOException {
            pending.write(Ascii.bytes("*" + arguments.length + "\r\n"));
            for (byte[] argument : arguments) {
                pending.write(Ascii.bytes("$" + argument.length + "\r\n"));
                pending.write(argument);
                pending.write(Ascii.bytes("\r\n"));
            }
        }

        void flush() throws IOException {
            out.write(pending.toByteArray());
            pending.reset();
        }

        String read() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\r'; b = in.read()) {
                line.append((char) b);
            }
            in.read();
            String rest = line.substring(1);
            switch (line.charAt(0)) {
                case '$' -> {
                    int length = Integer.parseInt(rest);
                    if (length < 0) {
                        return "null";
                    }
                    byte[] bytes = new byte[length];
                    in.readFully(bytes);
                    in.skipNBytes(2);
                    return Ascii.string(bytes, 0, length);
                }
                case '*' -> {
                    List<String> elements = new ArrayList<>();
                    for (int i = Integer.parseInt(rest); i > 0; i--) {
                        elements.add(read());
                    }
                    return elements.toString();
                }
                default -> {
                    return rest;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            process.destroy();
            process.onExit().join();
        }
    }
}
