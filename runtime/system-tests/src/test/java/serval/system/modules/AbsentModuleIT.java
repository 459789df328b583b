package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;
import static serval.system.modules.ModuleServer.bulk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** An append-only file with effects of a module's commands, loaded without the module: they wait, whatever happens meanwhile. */
class AbsentModuleIT {
    private static final String REFUSED =
            "-ERR changes of the key wait for module serval.testbundle, which is not there\\r\\n";

    @TempDir
    Path folder;

    @TempDir
    Path dir;

    @Test
    void changesOfAnAbsentModuleWaitWithTheirKeys() {
        Path jar = ModuleJars.repackaged(
                Path.of(System.getProperty("serval.testbundle")), "1.0.0", folder.resolve("module.jar"));
        try (ServalProcess server = server("appendonly yes", "aof-use-rdb-preamble no");
                RespConnection client = server.connect()) {
            assertEquals(OK, client.ask("MODULE LOAD " + jar));
            fill(client);
            assertValues(client, "both");
            kill(server);
        }
        try (ServalProcess server = server("appendonly yes");
                RespConnection client = server.connect()) {
            assertTrue(
                    server.log().contains("changes of the dataset wait for modules that are not there"), server.log());
            assertEquals(bulk("1"), client.ask("GET plain"));
            assertEquals("+testlines\\r\\n", client.ask("TYPE both"));
            assertTrue(client.ask("TEST.LEN both").startsWith("-ERR unknown command"));
            // The value is not what it was last, so it is nobody's to look at.
            assertEquals(REFUSED, client.ask("DUMP both"));
            assertEquals(REFUSED, client.ask("APPEND late x"));
            assertEquals(REFUSED, client.ask("RPUSH late x"));
            assertEquals(":0\\r\\n", client.ask("EXISTS overwritten"));
            // What is done to keys as a whole is done to what waits for them.
            assertEquals(OK, client.ask("RENAME both second"));
            assertEquals(":1\\r\\n", client.ask("COPY second both"));
            assertEquals(OK, client.ask("SET overwritten string"));
            assertEquals(":1\\r\\n", client.ask("DEL dropped"));
            await(server, client, "BGSAVE", "rdb_bgsave_in_progress:0");
            await(server, client, "BGREWRITEAOF", "aof_rewrite_in_progress:0");
            kill(server);
        }
        try (ServalProcess server = server("appendonly yes", "module-probation 0");
                RespConnection client = server.connect()) {
            assertEquals(REFUSED, client.ask("DUMP both"));
            // The next version of the bundle that keeps them takes them over.
            Path next = ModuleJars.repackaged("serval.aof", "0.2.0", folder.resolve("serval.aof.jar"));
            assertEquals(OK, client.ask("MODULE UPGRADE " + next));
            assertEquals(REFUSED, client.ask("DUMP both"));
            await(server, client, "BGREWRITEAOF", "aof_rewrite_in_progress:0");
            kill(server);
        }
        try (ServalProcess server = server("appendonly no");
                RespConnection client = server.connect()) {
            assertEquals(REFUSED, client.ask("DUMP both"));
            assertRevives(client, jar);
            kill(server);
        }
        try (ServalProcess server = server("appendonly yes");
                RespConnection client = server.connect()) {
            assertRevives(client, jar);
            String digest = client.ask("DEBUG DIGEST");
            await(server, client, "BGREWRITEAOF", "aof_rewrite_in_progress:0");
            assertEquals(OK, client.ask("DEBUG LOADAOF"));
            assertEquals(digest, client.ask("DEBUG DIGEST"));
        }
    }

    private ServalProcess server(String... configuration) {
        List<String> lines = new ArrayList<>(List.of("dir " + dir, "enable-debug-command yes"));
        lines.addAll(List.of(configuration));
        return ModuleServer.start(folder, lines.toArray(String[]::new));
    }

    private static void kill(ServalProcess server) {
        server.signal("KILL");
        server.awaitExit();
    }

    /** Has something written out, and waits for it. */
    private static void await(ServalProcess server, RespConnection client, String command, String done) {
        assertTrue(client.ask(command).startsWith("+Background"), command);
        server.await(
                command,
                () -> new String(client.call("INFO persistence"), StandardCharsets.ISO_8859_1).contains(done + "\r\n"));
    }

    private static void fill(RespConnection client) {
        for (String command : new String[] {
            "TEST.PUSH both in-the-base", "TEST.PUSH dropped x", "TEST.PUSH deleted x", "BGREWRITEAOF",
        }) {
            client.call(command);
        }
        while (!new String(client.call("INFO persistence"), StandardCharsets.ISO_8859_1)
                .contains("aof_rewrite_in_progress:0\r\n")) {
            Thread.onSpinWait();
        }
        for (String command : new String[] {
            "SET plain 1",
            "TEST.PUSH both after-it",
            "TEST.PUSH dropped y",
            "TEST.PUSH deleted y",
            "DEL deleted",
            // Keys that are made by nothing but effects.
            "TEST.PUSH late one",
            "PEXPIREAT late 33000000000000",
            "RENAME late later",
            "TEST.PUSH later two",
            "COPY later late",
            "TEST.PUSH late three",
            "TEST.PUSH overwritten x",
            "MULTI",
            "TEST.PUSH moved one",
            "MOVE moved 3",
            "EXEC"
        }) {
            String reply = client.ask(command);
            assertTrue(!reply.startsWith("-"), command + ": " + reply);
        }
    }

    private static void assertValues(RespConnection client, String second) {
        assertEquals(":2\\r\\n", client.ask("TEST.LEN both"));
        assertEquals(":2\\r\\n", client.ask("TEST.LEN " + second));
        assertEquals(":3\\r\\n", client.ask("TEST.LEN late"));
        assertEquals(":2\\r\\n", client.ask("TEST.LEN later"));
        assertEquals(":33000000000000\\r\\n", client.ask("PEXPIRETIME late"));
        assertEquals(":33000000000000\\r\\n", client.ask("PEXPIRETIME later"));
        assertEquals(":0\\r\\n", client.ask("EXISTS deleted"));
        client.ask("SELECT 3");
        assertEquals(":1\\r\\n", client.ask("TEST.LEN moved"));
        client.ask("SELECT 0");
    }

    private static void assertRevives(RespConnection client, Path jar) {
        assertEquals(OK, client.ask("MODULE LOAD " + jar));
        assertValues(client, "second");
        assertEquals(":0\\r\\n", client.ask("EXISTS dropped"));
        assertEquals(bulk("string"), client.ask("GET overwritten"));
        assertEquals(client.ask("DEBUG DIGEST-VALUE second"), client.ask("DEBUG DIGEST-VALUE both"));
        for (String line : List.of("in-the-base", "after-it")) {
            assertEquals("*2\\r\\n" + bulk("both") + bulk(line), client.ask("TEST.POP both 0"));
        }
        for (String line : List.of("one", "two", "three")) {
            assertEquals("*2\\r\\n" + bulk("late") + bulk(line), client.ask("TEST.POP late 0"));
        }
    }
}
