package serval.system.aof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** {@code serval-check-aof} says and does what {@code redis-check-aof} does. */
@Tag("oracle")
class CheckAofOracleIT {
    private static final String SET = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n";

    @TempDir
    Path dir;

    private record Result(int status, String output) {}

    private static Result run(Path tool, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write("y\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Result(process.waitFor(), output);
    }

    private static Path theirs() {
        return Path.of(System.getProperty("serval.oracle")).resolveSibling("redis-check-aof");
    }

    private static Path ours() {
        return ServalProcess.distribution().resolve("bin").resolve("serval-check-aof");
    }

    private void compare(String text, String... options) throws Exception {
        Path file = dir.resolve("file.aof");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(file.toString());
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Result expected = run(theirs(), arguments);
        byte[] left = Files.readAllBytes(file);
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Result actual = run(ours(), arguments);
        assertEquals(expected, actual, text);
        assertArrayEquals(left, Files.readAllBytes(file), text);
    }

    @Test
    void singleFiles() throws Exception {
        compare(SET);
        compare("");
        compare(SET + "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n");
        compare(SET + "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n", "--fix");
        compare(SET + "*1\r\n$5\r\nMULTI\r\n" + SET, "--fix");
        compare(SET + "*1\r\n$5\r\nMULTI\r\n" + SET + "*1\r\n$4\r\nexec\r\n");
        compare(SET + "*1\r\n$5\r\nMULTI\r\n*1\r\n$5\r\nMULTI\r\n");
        compare(SET + "rubbish");
        compare(SET + "*1\r\n!3\r\nGET\r\n");
        compare(SET + "*1\r\n$3x\nGET\r\n");
        compare(SET + "*1\r\n$3\r\nGETx\n");
        compare("#TS:100\r\n" + SET + "#TS:200\r\n" + SET, "--truncate-to-timestamp", "150");
        compare("#TS:100\r\n" + SET + "#TS:200\r\n" + SET, "--truncate-to-timestamp", "250");
        compare("#TS:100\r\n" + SET, "--truncate-to-timestamp", "50");
    }

    @Test
    void severalFiles() throws Exception {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("rdb-compatibility 7.0");
                RespConnection client = server.connect()) {
            AofDataset.fill(client);
            AofFolder.rewrite(client);
            client.call("SET after 1");
        }
        List<String> manifest =
                List.of(folder.files().resolve("appendonly.aof.manifest").toString());
        Result sound = run(ours(), manifest);
        assertEquals(0, sound.status(), sound.output());
        assertEquals(tail(run(theirs(), manifest)), tail(sound));
        byte[] whole = Files.readAllBytes(folder.increment());
        Files.write(folder.increment(), java.util.Arrays.copyOf(whole, whole.length - 4));
        Result damaged = run(ours(), manifest);
        assertEquals(1, damaged.status(), damaged.output());
        assertEquals(tail(run(theirs(), manifest)), tail(damaged));
        flip(folder.files().resolve("appendonly.aof.2.base.rdb"));
        Result broken = run(ours(), manifest);
        assertEquals(1, broken.status());
        assertTrue(broken.output().contains("RDB preamble of AOF file is not sane, aborting."), broken.output());
    }

    /** What follows the report on the RDB, which is another tool's. */
    private static String tail(Result result) {
        return result.output().replaceFirst("(?s).*(?=RDB preamble)", "");
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
    }
}
