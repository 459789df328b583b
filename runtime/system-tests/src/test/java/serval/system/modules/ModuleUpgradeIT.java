package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;
import static serval.system.modules.ModuleServer.awaitListed;
import static serval.system.modules.ModuleServer.bulk;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Exchanges of a small module, and what brings the version before back. */
class ModuleUpgradeIT {
    @TempDir
    Path folder;

    private Path version(String version) {
        return ModuleJars.tiny("tiny", version).write(folder.resolve("tiny-" + version + ".jar"));
    }

    @Test
    void versionsFollowOneAnother() {
        Path one = version("1.0.0");
        Path two = version("2.0.0");
        try (ServalProcess server = ModuleServer.start(folder, "module-probation 0");
                RespConnection client = server.connect();
                RespConnection waiter = server.connect()) {
            assertTrue(client.ask("MODULE UPGRADE " + one).contains("no module tiny is installed"));
            assertEquals(OK, client.ask("MODULE LOADEX " + one + " CONFIG tiny.limit 9 ARGS a"));
            waiter.send(RespConnection.encode(CommandLine.split("TINY.WAIT k")));
            server.await("a blocked client", () -> client.ask("INFO clients").contains("blocked_clients:1\\r\\n"));
            for (int i = 0; i < 10; i++) {
                assertEquals(OK, client.ask("MODULE UPGRADE " + (i % 2 == 0 ? two : one)));
                assertEquals(bulk(i % 2 == 0 ? "2.0.0" : "1.0.0"), client.ask("TINY.VERSION"));
            }
            assertTrue(client.ask("MODULE UPGRADE " + one).contains("tiny 1.0.0 is installed already"));
            assertEquals(OK, client.ask("MODULE UPGRADE " + two));
            assertEquals(bulk("a"), client.ask("TINY.ARGS"));
            assertEquals(":9\\r\\n", client.ask("TINY.LIMIT"));
            client.ask("SET k v");
            assertEquals(bulk("seen by 2.0.0"), CommandLine.show(waiter.reply()));
            server.await("no class loader of a former version", () -> {
                ModuleServer.collectGarbage(server);
                return client.ask("MODULE LIST").contains(bulk("classloaders") + bulk("none"));
            });
        }
    }

    @Test
    void rollBackByCommand() {
        Path one = version("1.0.0");
        Path two = version("2.0.0");
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection client = server.connect()) {
            client.ask("MODULE LOAD " + one);
            assertEquals(OK, client.ask("MODULE UPGRADE " + two));
            awaitListed(server, client, bulk("1.0.0 kept until probation ends"));
            assertEquals(OK, client.ask("MODULE ROLLBACK tiny"));
            assertEquals(bulk("1.0.0"), client.ask("TINY.VERSION"));
            awaitListed(server, client, "2.0.0 was rolled back: MODULE ROLLBACK");
            assertEquals(
                    "-ERR Error rolling back module: the version before tiny 1.0.0 is not kept any more:"
                            + " probation has ended\\r\\n",
                    client.ask("MODULE ROLLBACK tiny"));
            assertEquals(
                    "-ERR Error rolling back module: no such module with that name\\r\\n",
                    client.ask("MODULE ROLLBACK none"));
        }
    }

    @Test
    void faultsRollBack() {
        Path one = version("1.0.0");
        Path two = version("2.0.0");
        try (ServalProcess server = ModuleServer.start(folder, "module-fault-limit 3");
                RespConnection client = server.connect()) {
            client.ask("MODULE LOAD " + one);
            assertEquals(OK, client.ask("MODULE UPGRADE " + two));
            for (int i = 0; i < 3; i++) {
                assertTrue(client.ask("TINY.FAULT").startsWith("-ERR"));
            }
            awaitListed(server, client, "2.0.0 was rolled back: 3 faults of its commands");
            assertEquals(bulk("1.0.0"), client.ask("TINY.VERSION"));
            assertTrue(server.log().contains("tiny 1.0.0 is in service again, 2.0.0 was rolled back: 3 faults"));
        }
    }

    @Test
    void faultsOfANewModuleTakeItOut() {
        Path one = version("1.0.0");
        try (ServalProcess server = ModuleServer.start(folder, "module-fault-limit 3");
                RespConnection client = server.connect()) {
            client.ask("MODULE LOAD " + one);
            for (int i = 0; i < 3; i++) {
                client.ask("TINY.FAULT");
            }
            awaitListed(server, client, bulk("failed"));
            assertTrue(client.ask("TINY.VERSION").startsWith("-ERR unknown command"));
            assertEquals(OK, client.ask("MODULE LOAD " + one));
            assertEquals(bulk("1.0.0"), client.ask("TINY.VERSION"));
        }
    }

    @Test
    void versionThatFailsItsTestDoesNotEnter() {
        Path one = version("1.0.0");
        Path two = ModuleJars.tiny("tiny", "2.0.0")
                .word("TEST", "throw new Exception(\"not good enough\");")
                .write(folder.resolve("two.jar"));
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection client = server.connect()) {
            client.ask("MODULE LOAD " + one);
            assertTrue(client.ask("MODULE UPGRADE " + two).contains("its test of itself failed"));
            assertEquals(bulk("1.0.0"), client.ask("TINY.VERSION"));
        }
    }

    @Test
    void othersAreInstalledThoughOneHangs() {
        Path one = version("1.0.0");
        String forGood = "while (true) { java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L); }";
        Path stuck = ModuleJars.tiny("stuck", "1.0.0").activator(forGood).write(folder.resolve("stuck.jar"));
        Path lame = ModuleJars.tiny("lame", "1.0.0")
                .word("ACTIVATE", "if (getClass() != null) " + forGood)
                .write(folder.resolve("lame.jar"));
        try (ServalProcess server = ModuleServer.start(folder, "module-start-timeout 1000");
                RespConnection client = server.connect()) {
            assertTrue(client.ask("MODULE LOAD " + stuck).contains("stuck 1.0.0 did not start within 1000 ms"));
            assertTrue(client.ask("MODULE LOAD " + lame).contains("lame 1.0.0 did not start within 1000 ms"));
            String listed = client.ask("MODULE LIST");
            assertEquals(2, listed.split(Pattern.quote(bulk("hung")), -1).length - 1, listed);
            assertEquals(OK, client.ask("CONFIG SET module-start-timeout 10000"));
            assertEquals(OK, client.ask("MODULE LOAD " + one));
            assertEquals(bulk("1.0.0"), client.ask("TINY.VERSION"));
            assertTrue(client.ask("MODULE UNLOAD stuck").contains("only be removed by a restart"));
        }
    }
}
