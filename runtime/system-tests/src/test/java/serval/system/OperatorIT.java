package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.modules.ModuleJars;

/** What an operator does to a server, and sees of it. */
class OperatorIT {
    private static String text(byte[] reply) {
        return new String(reply, StandardCharsets.ISO_8859_1);
    }

    @Test
    void debugIsRefusedUnlessEnabled() {
        try (ServalProcess server = ServalProcess.start();
                RespConnection client = server.connect()) {
            assertEquals(
                    "-ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it"
                            + " from a local connection, otherwise you need to set this option in the configuration"
                            + " file, and then restart the server.\r\n",
                    text(client.call("DEBUG SLEEP 0")));
            assertEquals("+PONG\r\n", text(client.call("PING")));
        }
    }

    @Test
    void debugIsAllowedToLocalClients() {
        try (ServalProcess server = ServalProcess.start("enable-debug-command local");
                RespConnection client = server.connect()) {
            assertEquals("+OK\r\n", text(client.call("DEBUG SLEEP 0")));
        }
    }

    @Test
    void configResetstatForgetsWhatKeysHaveSeen() {
        try (ServalProcess server = ServalProcess.start();
                RespConnection client = server.connect()) {
            client.call("SET k v");
            client.call("GET k");
            client.call("GET missing");
            assertTrue(text(client.call("INFO stats")).contains("keyspace_hits:1\r\nkeyspace_misses:1\r\n"));
            client.call("CONFIG RESETSTAT");
            assertTrue(text(client.call("INFO stats")).contains("keyspace_hits:0\r\nkeyspace_misses:0\r\n"));
        }
    }

    private static int oomScore(ServalProcess server) throws IOException {
        return Integer.parseInt(Files.readString(Path.of("/proc/" + server.pid() + "/oom_score_adj"))
                .strip());
    }

    @Test
    void oomScoreFollowsItsDirectives(@TempDir Path folder) throws IOException {
        try (ServalProcess server = ServalProcess.start(
                        "oom-score-adj-values 7 8 9", "enable-module-command yes", "module-path " + folder);
                RespConnection client = server.connect()) {
            int base = oomScore(server);
            assertEquals("+OK\r\n", text(client.call("CONFIG SET oom-score-adj relative")));
            assertEquals(base + 7, oomScore(server));
            assertTrue(text(client.call("CONFIG GET oom-score-adj")).contains("\r\nyes\r\n"));
            assertEquals("+OK\r\n", text(client.call("CONFIG SET oom-score-adj-values \"11 12 13\"")));
            assertEquals(base + 11, oomScore(server));
            assertEquals("+OK\r\n", text(client.call("CONFIG SET oom-score-adj absolute")));
            assertEquals(11, oomScore(server));
            String refused = text(client.call("CONFIG SET oom-score-adj-values \"2001 0 0\""));
            assertTrue(refused.contains("elements must be between -2000 and 2000"), refused);
            Path later = ModuleJars.repackaged("serval.admin", "0.1.1", folder.resolve("serval.admin-0.1.1.jar"));
            assertEquals("+OK\r\n", text(client.call("MODULE UPGRADE " + later)));
            assertEquals(11, oomScore(server));
            assertEquals("+OK\r\n", text(client.call("CONFIG SET oom-score-adj no")));
            assertEquals(base, oomScore(server));
        }
        try (ServalProcess server = ServalProcess.start("oom-score-adj absolute", "oom-score-adj-values 21 22 23")) {
            assertEquals(21, oomScore(server));
        }
    }

    @Test
    void shutdownEndsTheServerInOrder(@TempDir Path folder) {
        Path pid = folder.resolve("pid");
        try (ServalProcess server = ServalProcess.start("pidfile " + pid);
                RespConnection client = server.connect()) {
            assertTrue(Files.exists(pid));
            client.send("SHUTDOWN NOSAVE\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals(0, server.awaitExit());
            assertEquals(
                    List.of(
                            "User requested shutdown...",
                            "Removing the pid file.",
                            "Redis is now ready to exit, bye bye..."),
                    server.log()
                            .lines()
                            .map(line -> line.replaceFirst("^.*? [*#] ", ""))
                            .toList()
                            .reversed()
                            .subList(0, 3)
                            .reversed(),
                    server.log());
            assertTrue(Files.notExists(pid));
        }
    }

    @Test
    void aSignalShutsDownAsTheCommandDoes() {
        try (ServalProcess server = ServalProcess.start()) {
            server.signal("TERM");
            assertEquals(0, server.awaitExit());
            assertTrue(server.log().contains("ready to exit, bye bye..."), server.log());
        }
    }

    @Test
    void anAbortedServerTellsWhatItWasAt() {
        try (ServalProcess server = ServalProcess.start("enable-debug-command local");
                RespConnection client = server.connect()) {
            client.send("DEBUG SLEEP 600\r\n".getBytes(StandardCharsets.US_ASCII));
            // The report needs nothing of the engine, which may be at this for ten minutes.
            server.signal("ABRT");
            assertEquals(128 + 6, server.awaitExit());
            assertTrue(server.log().contains("crashed by signal: 6"), server.log());
            assertTrue(server.log().contains("STACK TRACE"), server.log());
            assertTrue(server.log().contains("Thread serval-loop-0"), server.log());
        }
    }

    @Test
    void monitorShowsCallsAndNoPasswords() {
        try (ServalProcess server = ServalProcess.start();
                RespConnection watcher = server.connect();
                RespConnection client = server.connect()) {
            assertEquals("+OK\r\n", text(watcher.call("MONITOR")));
            client.call("SET k \"a\\r\\n\\xff\\\"\"");
            String shown = text(watcher.reply());
            assertTrue(shown.endsWith("] \"SET\" \"k\" \"a\\r\\n\\xff\\\"\"\r\n"), shown);
            client.call("CONFIG GET port");
            client.call("AUTH user secret");
            shown = text(watcher.reply());
            assertTrue(shown.endsWith("] \"AUTH\" \"(redacted)\" \"(redacted)\"\r\n"), shown);
            assertEquals("-ERR Replica can't interact with the keyspace\r\n", text(watcher.call("GET k")));
        }
    }

    @Test
    void slowLogKeepsShortenedWords() {
        try (ServalProcess server = ServalProcess.start("slowlog-log-slower-than 0");
                RespConnection client = server.connect()) {
            client.call("SET k " + "x".repeat(200));
            client.call("DEL" + " w".repeat(40));
            client.call("CONFIG SET slowlog-log-slower-than -1");
            String log = text(client.call("SLOWLOG GET -1"));
            assertTrue(log.contains("x".repeat(128) + "... (72 more bytes)"), log);
            assertTrue(log.contains("... (10 more arguments)"), log);
        }
    }

    private static long residentBytes(RespConnection client) {
        String info = text(client.call("INFO memory"));
        int begin = info.indexOf("used_memory_rss:") + "used_memory_rss:".length();
        return Long.parseLong(info.substring(begin, info.indexOf('\r', begin)));
    }

    @Test
    void garbageDoesNotFillTheMemory() {
        try (ServalProcess server = ServalProcess.startWithOptions("-Xmx8g");
                RespConnection client = server.connect()) {
            long most = 0;
            for (int hundredMegabytes = 0; hundredMegabytes < 50; hundredMegabytes++) {
                String script =
                        "EVAL \"for i = 1, 1000 do local garbage = string.rep('x', 100000) end return 'done'\" 0";
                assertEquals("$4\\r\\ndone\\r\\n", client.ask(script));
                most = Math.max(most, residentBytes(client));
            }
            assertTrue(most < 3500L << 20, most + " bytes for 5 GB of garbage");
        }
    }

    /** For how much heap the server's JVM aims at present, in bytes. */
    private static long heapGoal(ServalProcess server) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "VM.flags", "-all")
                    .redirectErrorStream(true)
                    .start();
            String flags = text(asked.getInputStream().readAllBytes());
            Matcher goal = Pattern.compile("SoftMaxHeapSize\\s*=\\s*(\\d+)").matcher(flags);
            assertTrue(goal.find(), flags);
            return Long.parseLong(goal.group(1));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void moreGarbageMayGatherWhileTheDatasetIsLoadedButNotWhileItIsSaved(@TempDir Path folder) {
        long full = 8L << 30;
        try (ServalProcess server = ServalProcess.startWithOptions(
                        "-Xmx8g", "enable-debug-command yes", "rdb-key-save-delay 10000", "dir " + folder);
                RespConnection client = server.connect()) {
            client.ask("DEBUG POPULATE 1000");
            server.await("a goal", () -> heapGoal(server) < full / 2);
            client.ask("BGSAVE");
            // The goal is looked at once a second.
            server.await(
                    "a save that goes on",
                    () -> text(client.call("INFO persistence")).contains("rdb_current_bgsave_time_sec:3"));
            assertTrue(heapGoal(server) < full / 2);
            client.ask("CONFIG SET rdb-key-save-delay 0");
            server.await("a saved dataset", () -> client.ask("SAVE").startsWith("+OK"));
        }
        try (ServalProcess server = ServalProcess.launchWithOptions(
                "-Xmx8g", "key-load-delay 100000", "loading-process-events-interval-bytes 1024", "dir " + folder)) {
            server.awaitLog("Server initialized");
            server.await("a higher goal", () -> heapGoal(server) > full / 2 && heapGoal(server) < full);
            try (RespConnection client = server.connect()) {
                client.ask("CONFIG SET key-load-delay 0");
            }
            long raised = heapGoal(server);
            server.await("a lower goal", () -> heapGoal(server) < raised);
        }
    }
}
