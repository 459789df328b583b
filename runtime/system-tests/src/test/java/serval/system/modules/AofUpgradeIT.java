package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** The bundle of the append-only file exchanged while clients write and the file is rewritten. */
class AofUpgradeIT {
    private static final int WRITERS = 3;

    @TempDir
    Path folder;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"everysec", "always"})
    void nothingIsLostAndNobodyFails(String policy) throws InterruptedException {
        String[] configuration = {"dir " + dir, "appendonly yes", "appendfsync " + policy, "module-probation 0"};
        long[] told = new long[WRITERS];
        AtomicReference<String> wrong = new AtomicReference<>();
        try (ServalProcess server = ModuleServer.start(folder, configuration);
                RespConnection control = server.connect()) {
            AtomicBoolean ended = new AtomicBoolean();
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                writers.add(Thread.ofPlatform().start(() -> {
                    try (RespConnection client = server.connect()) {
                        while (!ended.get()) {
                            String reply = new String(client.call("INCR c" + number), StandardCharsets.US_ASCII);
                            if (!reply.equals(":" + (told[number] + 1) + "\r\n")) {
                                wrong.compareAndSet(null, reply);
                                return;
                            }
                            told[number]++;
                        }
                    }
                }));
            }
            for (int version = 2; version < 6; version++) {
                if (version % 2 == 0) {
                    control.call("BGREWRITEAOF");
                }
                Path jar = ModuleJars.repackaged(
                        "serval.aof", "0." + version + ".0", folder.resolve("serval.aof-" + version + ".jar"));
                assertEquals("+OK\\r\\n", control.ask("MODULE UPGRADE " + jar));
                long before = told[0];
                server.await("more writes", () -> told[0] > before + 20 || wrong.get() != null);
            }
            String info = new String(control.call("INFO persistence"), StandardCharsets.ISO_8859_1);
            assertTrue(info.contains("aof_enabled:1\r\n"), info);
            server.await(
                    "rewrite",
                    () -> new String(control.call("INFO persistence"), StandardCharsets.ISO_8859_1)
                            .contains("aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0"));
            control.call("BGREWRITEAOF");
            server.await(
                    "rewrite",
                    () -> new String(control.call("INFO persistence"), StandardCharsets.ISO_8859_1)
                            .contains("aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0"));
            ended.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            assertEquals(null, wrong.get());
            server.signal("KILL");
            server.awaitExit();
        }
        try (ServalProcess server = ServalProcess.start(configuration);
                RespConnection client = server.connect()) {
            for (int i = 0; i < WRITERS; i++) {
                String expected = Long.toString(told[i]);
                assertEquals("$" + expected.length() + "\\r\\n" + expected + "\\r\\n", client.ask("GET c" + i));
            }
        }
    }
}
