package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Bundles of the distribution exchanged while clients are in the middle of something. */
class FirstPartyUpgradeIT {
    @TempDir
    static Path folder;

    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = ModuleServer.start(folder, "module-probation 0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void upgrade(RespConnection control, String bundle, String version) {
        Path jar = ModuleJars.repackaged(bundle, version, folder.resolve(bundle + "-" + version + ".jar"));
        assertEquals(OK, control.ask("MODULE UPGRADE " + jar));
        assertTrue(control.ask("MODULE LIST").contains(ModuleServer.bulk(version)));
    }

    @Test
    void hyperloglogAndStringUnderLoad() throws InterruptedException {
        try (RespConnection control = server.connect();
                RespConnection load = server.connect()) {
            control.ask("PFADD p a b c");
            AtomicBoolean ended = new AtomicBoolean();
            AtomicReference<String> wrong = new AtomicReference<>();
            Thread loader = Thread.ofPlatform().start(() -> {
                for (int i = 0; !ended.get(); i++) {
                    String set = load.ask("SET s " + i);
                    String get = load.ask("GET s");
                    String count = load.ask("PFCOUNT p");
                    if (!set.equals(OK) || !get.contains("" + i) || !count.equals(":3\\r\\n")) {
                        wrong.compareAndSet(null, set + get + count);
                    }
                }
            });
            for (int i = 2; i < 7; i++) {
                upgrade(control, "serval.hyperloglog", "0." + i + ".0");
                upgrade(control, "serval.string", "0." + i + ".0");
            }
            ended.set(true);
            loader.join();
            assertEquals(null, wrong.get());
        }
    }

    @Test
    void transactionsKeepQueuesAndWatches() {
        try (RespConnection control = server.connect();
                RespConnection queueing = server.connect();
                RespConnection watching = server.connect();
                RespConnection spoilt = server.connect()) {
            queueing.ask("MULTI");
            queueing.ask("SET t 1");
            watching.ask("SET w 1");
            watching.ask("WATCH w");
            spoilt.ask("WATCH w2");
            control.ask("SET w2 other");
            upgrade(control, "serval.transactions", "0.2.0");
            assertEquals("+QUEUED\\r\\n", queueing.ask("INCR t"));
            assertEquals("*2\\r\\n+OK\\r\\n:2\\r\\n", queueing.ask("EXEC"));
            watching.ask("MULTI");
            watching.ask("GET w");
            assertEquals("*1\\r\\n$1\\r\\n1\\r\\n", watching.ask("EXEC"));
            spoilt.ask("MULTI");
            spoilt.ask("SET w2 mine");
            assertEquals("*-1\\r\\n", spoilt.ask("EXEC"));
        }
    }

    @Test
    void connectionsKeepTheirState() {
        try (RespConnection control = server.connect();
                RespConnection client = server.connect();
                RespConnection paused = server.connect()) {
            client.ask("HELLO 3");
            client.ask("CLIENT SETNAME me");
            client.ask("SELECT 3");
            client.ask("SET here 1");
            upgrade(control, "serval.connection", "0.2.0");
            assertEquals("$1\\r\\n1\\r\\n", client.ask("GET here"));
            assertEquals("$2\\r\\nme\\r\\n", client.ask("CLIENT GETNAME"));
            assertEquals("_\\r\\n", client.ask("GET nowhere"));
            control.ask("CLIENT PAUSE 100000 WRITE");
            paused.send(RespConnection.encode(CommandLine.split("SET late 1")));
            server.await("a paused client", () -> control.ask("INFO clients").contains("blocked_clients:1\\r\\n"));
            upgrade(control, "serval.connection", "0.3.0");
            assertEquals(OK, control.ask("CLIENT UNPAUSE"));
            assertEquals(OK, CommandLine.show(paused.reply()));
        }
    }

    private static long saves(RespConnection client) {
        String info = client.ask("INFO persistence");
        int at = info.indexOf("rdb_saves:") + "rdb_saves:".length();
        return Long.parseLong(info.substring(at, info.indexOf("\\r", at)));
    }

    @Test
    void snapshotInProgressIsTakenAnew() {
        try (RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                client.ask("SET saved" + i + " value");
            }
            assertEquals(OK, client.ask("CONFIG SET rdb-key-save-delay 100000"));
            assertEquals("+Background saving started\\r\\n", client.ask("BGSAVE"));
            String last = client.ask("LASTSAVE");
            long saves = saves(client);
            upgrade(control, "serval.rdb", "0.2.0");
            assertEquals(last, client.ask("LASTSAVE"));
            server.await("the second try", () -> saves(client) == saves + 1);
            assertEquals(OK, client.ask("SET saved0 later"));
            assertEquals(OK, client.ask("CONFIG SET rdb-key-save-delay 0"));
            server.await("the file", () -> client.ask("INFO persistence").contains("rdb_bgsave_in_progress:0\\r\\n"));
            assertTrue(client.ask("INFO persistence").contains("rdb_last_bgsave_status:ok\\r\\n"), server.log());
            assertTrue(server.folder().resolve("dump.rdb").toFile().length() > 0);
            assertEquals(OK, client.ask("SAVE"));
        }
    }

    /** The disk does not take what the old version writes: a pipe stands in the file's place, and nobody reads from it. */
    @Test
    void versionWithAStuckSnapshotStaysUntilItsThreadHasEnded() throws IOException, InterruptedException {
        try (RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            client.ask("SETRANGE long 1000000 x");
            client.ask("CONFIG SET rdbcompression no");
            upgrade(control, "serval.rdb", "0.3.0");
            Path pipe = server.folder().resolve("temp-" + server.pid() + "-1.rdb");
            assertEquals(
                    0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
            try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) {
                assertEquals("+Background saving started\\r\\n", client.ask("BGSAVE"));
                byte[] beginning = new byte[5];
                reader.readFully(beginning);
                assertEquals("REDIS", new String(beginning, StandardCharsets.US_ASCII));
                upgrade(control, "serval.rdb", "0.4.0");
                ModuleServer.awaitListed(server, control, "its thread serval-rdb-save");
            }
            server.await("the old version's leaving", () -> server.log().contains("serval.rdb 0.3.0 has left"));
            server.await(
                    "the snapshot", () -> client.ask("INFO persistence").contains("rdb_bgsave_in_progress:0\\r\\n"));
            assertTrue(client.ask("INFO persistence").contains("rdb_last_bgsave_status:ok\\r\\n"), server.log());
            assertTrue(server.folder().resolve("dump.rdb").toFile().length() > 1_000_000);
            assertFalse(server.log().contains("could not be"), server.log());
            client.ask("DEL long");
            client.ask("CONFIG SET rdbcompression yes");
        }
    }

    @Test
    void scriptsAndFunctionsSurvive() {
        try (RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            client.ask("SCRIPT LOAD \"return 1\"");
            client.ask(
                    "FUNCTION LOAD \"#!lua name=lib\\nredis.register_function('lib_f', function(k, a) return a[1] end)\"");
            for (int i = 2; i < 5; i++) {
                upgrade(control, "serval.scripting", "0." + i + ".0");
                assertEquals(":1\\r\\n", client.ask("EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0"));
                assertEquals("$1\\r\\nx\\r\\n", client.ask("FCALL lib_f 0 x"));
                assertTrue(client.ask("FUNCTION LIST").contains("lib_f"));
            }
            client.ask("FUNCTION FLUSH");
        }
    }

    @Test
    void translatedFunctionsGoWithTheVersionThatMadeThem() {
        try (ServalProcess own =
                        ModuleServer.startWithOptions("-Dserval.lua.compileAfter=0", folder, "module-probation 0");
                RespConnection client = own.connect()) {
            String loop = "local n = 0 for i = 1, 1000 do n = n + i end return n";
            client.ask(
                    "FUNCTION LOAD \"#!lua name=sum\\nredis.register_function('sum', function() " + loop + " end)\"");
            for (int i = 2; i < 4; i++) {
                assertEquals(":500500\\r\\n", client.ask("EVAL \"" + loop + "\" 0"));
                assertEquals(":500500\\r\\n", client.ask("FCALL sum 0"));
                Path jar = ModuleJars.repackaged(
                        "serval.scripting", "0.1." + i, folder.resolve("translating-" + i + ".jar"));
                assertEquals(OK, client.ask("MODULE UPGRADE " + jar));
                assertEquals(":500500\\r\\n", client.ask("FCALL sum 0"));
                own.await("the class loader's collection", () -> {
                    ModuleServer.collectGarbage(own);
                    String modules = client.ask("MODULE LIST");
                    return !modules.contains("awaiting") && !modules.contains("held") && !modules.contains("leaving");
                });
            }
        }
    }

    @Test
    void functionsLoadedAfterAnExchangeAreSavedByOthers() {
        Path own = folder.resolve("probation");
        try (ServalProcess kept = ModuleServer.start(folder, "module-probation 600", "enable-debug-command yes");
                RespConnection client = kept.connect()) {
            client.ask("FUNCTION LOAD \"#!lua name=old\\nredis.register_function('old', function() return 1 end)\"");
            Path jar = ModuleJars.repackaged("serval.scripting", "0.9.0", Path.of(own + "-scripting.jar"));
            assertEquals(OK, client.ask("MODULE UPGRADE " + jar));
            // The old version is withdrawn, and not gone before the probation is over.
            client.ask("FUNCTION LOAD \"#!lua name=new\\nredis.register_function('new', function() return 2 end)\"");
            assertEquals(OK, client.ask("DEBUG RELOAD"));
            assertEquals(":1\\r\\n", client.ask("FCALL old 0"));
            assertEquals(":2\\r\\n", client.ask("FCALL new 0"));
        }
    }

    @Test
    void everyLeafBundleGoesAndReturns() {
        try (RespConnection control = server.connect()) {
            for (String bundle : List.of("serval.bitmap", "serval.keys", "serval.observability", "serval.admin")) {
                Path jar = ModuleJars.repackaged(bundle, "0.2.0", folder.resolve(bundle + ".jar"));
                assertEquals(OK, control.ask("MODULE UNLOAD " + bundle), bundle);
                assertEquals(OK, control.ask("MODULE LOAD " + jar), bundle);
                assertTrue(control.ask("MODULE LIST").contains(ModuleServer.bulk(bundle)));
            }
            assertEquals(OK, control.ask("SETBIT bits 1 1").replace(":0\\r\\n", OK));
            assertEquals(":1\\r\\n", control.ask("EXISTS bits"));
            assertTrue(control.ask("INFO server").contains("redis_version"));
        }
    }
}
