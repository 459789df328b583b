package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the executable starts and ends. */
class LaunchIT {
    private static final Path SCRIPT =
            ServalProcess.distribution().resolve("bin").resolve("serval-server");

    private record Outcome(int status, String output, String errors) {}

    private static Outcome run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path output = folder.resolve("out");
        Path errors = folder.resolve("err");
        List<String> command = Stream.concat(Stream.of(SCRIPT.toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        int status = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        return new Outcome(status, Files.readString(output), Files.readString(errors));
    }

    @Test
    void versionIsPrintedWithoutStartingAServer(@TempDir Path folder) throws Exception {
        Outcome outcome = run(folder, Map.of(), "--version");
        assertEquals(0, outcome.status());
        assertTrue(outcome.output().matches("Serval server v=\\S+ redis=7\\.2\\.4 .*\\R"), outcome.output());
    }

    @Test
    void helpGoesToStandardErrorAndFailsAsRedisServerDoes(@TempDir Path folder) throws Exception {
        Outcome outcome = run(folder, Map.of(), "--help");
        assertEquals(1, outcome.status());
        assertTrue(outcome.errors().startsWith("Usage: serval-server"), outcome.errors());
    }

    @Test
    void sentinelModeIsRefused(@TempDir Path folder) throws Exception {
        Outcome outcome = run(folder, Map.of(), "some.conf", "--sentinel");
        assertEquals(1, outcome.status());
        assertEquals("serval-server: sentinel mode is not available in this version.\n", outcome.errors());
    }

    @Test
    void serverWithoutJavaSaysInOneLineWhereItLooked(@TempDir Path folder) throws Exception {
        // A copy whose last resort is an empty folder: this machine has a JDK where the script would find it.
        Path bin = Files.createDirectories(folder.resolve("copy/bin"));
        Files.copy(SCRIPT, bin.resolve("serval-server"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        String search = Files.readString(SCRIPT.resolveSibling("find-java"));
        assertTrue(search.contains("in /usr/lib/jvm/*; do"));
        Files.writeString(bin.resolve("find-java"), search.replace("in /usr/lib/jvm/*; do", "in /nowhere/*; do"));
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", bin.resolve("serval-server").toString());
        builder.environment().putAll(Map.of("JAVA_HOME", "/no/jdk", "PATH", "/nowhere"));
        builder.environment().remove("SERVAL_JAVA_HOME");
        int status = builder.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertEquals(1, status);
        String said = Files.readString(log);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("Java 25") && said.contains("JAVA_HOME (/no/jdk)"), said);
    }

    @ParameterizedTest
    @CsvSource({"Oracle Corporation,g1", "Eclipse Adoptium,shenandoah"})
    void collectorIsOneThatTheJvmHas(String implementor, String collector, @TempDir Path folder) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(
                bin.resolveSibling("release"), "IMPLEMENTOR=\"" + implementor + "\"\nJAVA_VERSION=\"25.0.3\"\n");
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        Outcome outcome =
                run(folder, Map.of("SERVAL_JAVA_HOME", folder.resolve("jdk").toString()));
        assertEquals(0, outcome.status());
        assertTrue(outcome.output().contains("/conf/" + collector + ".options "), outcome.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signalEndsTheServerInOrder(String signal) {
        try (ServalProcess server = ServalProcess.start()) {
            server.signal(signal);
            assertEquals(0, server.awaitExit());
            assertTrue(server.log().contains("Received SIG" + signal + " scheduling shutdown..."), server.log());
            assertEquals("", server.errors());
        }
    }

    @Test
    void daemonizedServerOutlivesTheProcessThatWasStarted() {
        try (ServalProcess server = ServalProcess.launch(ServalProcess.distribution(), List.of("daemonize yes"))) {
            assertEquals(0, server.awaitExit());
            server.await("a connection", () -> accepts(server));
            try (RespConnection connection = server.connect()) {
                assertEquals("+PONG\\r\\n", connection.ask("PING"));
                connection.send(RespConnection.encode(CommandLine.split("SHUTDOWN NOSAVE")));
                assertTrue(connection.isClosedByServer());
            }
            server.await("the end of the server", () -> !accepts(server));
        }
    }

    private static boolean accepts(ServalProcess server) {
        try {
            server.connect().close();
            return true;
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void everyBundleOfTheDistributionStarts() {
        try (ServalProcess server = ServalProcess.start()) {
            assertFalse(server.log().contains("does not start"), server.log());
            assertFalse(server.log().contains("attached to no bundle"), server.log());
            assertEquals("", server.errors());
        }
    }

    @Test
    void temporaryFolderGoesWithTheProcess(@TempDir Path temporary) throws Exception {
        ServalProcess server = ServalProcess.start();
        try (server) {
            assertEquals(1, workFolders(server), "folders while it runs");
            server.signal("TERM");
            server.awaitExit();
            assertEquals(0, workFolders(server), "folders afterwards");
        }
    }

    private static long workFolders(ServalProcess server) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> path.getFileName().toString().startsWith("serval-" + server.pid() + "-"))
                    .count();
        }
    }
}
