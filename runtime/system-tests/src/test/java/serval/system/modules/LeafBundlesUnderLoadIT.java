package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.load.MixedLoad;
import serval.system.load.Scripts;

/** Takes every bundle of commands away and brings it back, while clients use them: only what is away is missed. */
class LeafBundlesUnderLoadIT {
    private static final int ROUNDS = 2;
    private static final List<String> LEAVES = List.of(
            "serval.string",
            "serval.bitmap",
            "serval.hyperloglog",
            "serval.list",
            "serval.hash",
            "serval.set",
            "serval.zset",
            "serval.geo",
            "serval.stream",
            "serval.keys",
            "serval.transactions",
            "serval.scripting",
            "serval.pubsub",
            "serval.tracking",
            "serval.rdb",
            "serval.aof",
            "serval.encryption",
            "serval.observability",
            "serval.admin",
            "serval.connection");

    /** Those that MODULE refuses to exchange: they want a restart. */
    private static final Set<String> LASTING = Set.of(
            "serval.bytes",
            "serval.sdk",
            "serval.spi",
            "serval.structures",
            "serval.protocol",
            "serval.keyspace",
            "serval.journal",
            "serval.config",
            "serval.engine",
            "serval.server",
            "serval.modules");

    @TempDir
    Path folder;

    private static Path jar(String bundle) {
        try (Stream<Path> files = Files.list(ServalProcess.distribution().resolve("bundles"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(bundle + "-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void everyBundleOfTheDistributionIsEither() throws IOException {
        Set<String> all = new TreeSet<>(LASTING);
        all.addAll(LEAVES);
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(ServalProcess.distribution().resolve("bundles"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("serval."))
                    .forEach(name -> there.add(name.substring(0, name.indexOf('-'))));
        }
        assertEquals(all, there);
    }

    private static void toggle(RespConnection control, MixedLoad load, String bundle) {
        load.absent(bundle);
        assertEquals(ModuleServer.OK, control.ask("MODULE UNLOAD " + bundle), bundle);
        assertEquals(ModuleServer.OK, control.ask("MODULE LOAD " + jar(bundle)), bundle);
        load.present(bundle);
    }

    @Test
    void onlyWhatIsAwayIsMissed() {
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection control = server.connect();
                RespConnection queueing = server.connect();
                RespConnection watching = server.connect();
                RespConnection named = server.connect();
                MixedLoad load = new MixedLoad(server.port())) {
            for (int i = 0; i < 20; i++) {
                load.add(Scripts.strings(i));
            }
            for (int i = 0; i < 10; i++) {
                load.add(Scripts.hyperLogLogs(i));
                load.add(Scripts.transactions(i));
            }
            load.start();
            named.ask("HELLO 3 SETNAME me");
            named.ask("SELECT 5");
            for (int round = 0; round < ROUNDS; round++) {
                queueing.ask("MULTI");
                queueing.ask("SET queued " + round);
                watching.ask("WATCH watched");
                for (String bundle : LEAVES) {
                    toggle(control, load, bundle);
                }
                assertEquals("+QUEUED\\r\\n", queueing.ask("GET queued"));
                assertEquals("*2\\r\\n+OK\\r\\n$1\\r\\n" + round + "\\r\\n", queueing.ask("EXEC"));
                control.ask("SET watched " + round);
                watching.ask("MULTI");
                watching.ask("PING");
                assertEquals("*-1\\r\\n", watching.ask("EXEC"));
                assertEquals("$2\\r\\nme\\r\\n", named.ask("CLIENT GETNAME"));
                assertTrue(named.ask("CLIENT INFO").contains(" db=5 "));
                assertTrue(named.ask("CLIENT INFO").contains(" resp=3 "));
                assertEquals(List.of(), load.failures());
            }
            assertEquals(List.of(), load.finish());
        }
    }

    @Test
    void transactionIsHeldUpWhileNobodyQueues() {
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            client.ask("MULTI");
            client.ask("SET k 1");
            assertEquals(ModuleServer.OK, control.ask("MODULE UNLOAD serval.transactions"));
            assertTrue(client.ask("SET k 2").startsWith("-ERR this transaction is held up"));
            assertEquals(ModuleServer.OK, control.ask("SET k 3"));
            assertEquals(ModuleServer.OK, control.ask("MODULE LOAD " + jar("serval.transactions")));
            assertEquals("-EXECABORT Transaction discarded because of previous errors.\\r\\n", client.ask("EXEC"));
            assertEquals("$1\\r\\n3\\r\\n", client.ask("GET k"));
        }
    }

    @Test
    void pausedCallsGoOnWhenTheirBundleLeaves() {
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            control.ask("CLIENT PAUSE 1000000 WRITE");
            client.send(RespConnection.encode(CommandLine.split("SET late 1")));
            server.await("a paused client", () -> control.ask("INFO clients").contains("blocked_clients:1\\r\\n"));
            assertEquals(ModuleServer.OK, control.ask("MODULE UNLOAD serval.connection"));
            assertEquals(ModuleServer.OK, CommandLine.show(client.reply()));
            control.ask("SET gone 1 PX 1");
            assertEquals(ModuleServer.OK, control.ask("MODULE LOAD " + jar("serval.connection")));
            server.await("expiry", () -> control.ask("INFO stats").contains("expired_keys:1\\r\\n"));
        }
    }
}
