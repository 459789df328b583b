package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;
import static serval.system.modules.ModuleServer.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** MODULE, from an empty list to an empty list. */
class ModuleCommandsIT {
    private static final String NOT_ALLOWED =
            "-ERR MODULE command not allowed. If the enable-module-command option is set"
                    + " to \"local\", you can run it from a local connection, otherwise you need to set this option in the"
                    + " configuration file, and then restart the server.\\r\\n";

    @TempDir
    Path folder;

    @Test
    void moduleIsLoadedUsedListedAndUnloaded() {
        Path jar = ModuleJars.tiny("tiny", "1.2.3").write(folder.resolve("tiny.jar"));
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection client = server.connect()) {
            assertEquals("*0\\r\\n", client.ask("MODULE LIST"));
            assertEquals(OK, client.ask("MODULE LOAD " + jar + " one two"));
            assertEquals(bulk("1.2.3"), client.ask("TINY.VERSION"));
            assertEquals(bulk("one,two"), client.ask("tiny.args"));
            String listed = client.ask("MODULE LIST");
            String expected = "*1\\r\\n*18\\r\\n" + bulk("name") + bulk("tiny") + bulk("ver") + ":10203\\r\\n"
                    + bulk("path")
                    + bulk(jar.toString()) + bulk("args") + "*2\\r\\n" + bulk("one") + bulk("two") + bulk("version")
                    + bulk("1.2.3") + bulk("state") + bulk("probation") + bulk("values") + ":0\\r\\n"
                    + bulk("classloaders")
                    + bulk("none") + bulk("reason") + bulk("");
            assertEquals(expected, listed);
            String greeted = bulk("modules") + "*1\\r\\n*8\\r\\n" + bulk("name") + bulk("tiny") + bulk("ver")
                    + ":10203\\r\\n" + bulk("path") + bulk(jar.toString()) + bulk("args") + "*2\\r\\n" + bulk("one")
                    + bulk("two");
            String hello = client.ask("HELLO");
            assertTrue(hello.endsWith(greeted), hello);
            assertTrue(client.ask("INFO modules").contains("module:name=tiny,ver=10203,api=1"));
            assertEquals(
                    "-ERR Error loading the extension: tiny 1.2.3 is installed already; MODULE UPGRADE exchanges it\\r\\n",
                    client.ask("MODULE LOAD " + jar));
            assertTrue(client.ask("HELLO 3").contains(bulk("modules") + "*1\\r\\n%4\\r\\n"));
            assertTrue(client.ask("MODULE LIST").startsWith("*1\\r\\n%9\\r\\n"));
            client.ask("HELLO 2");
            assertEquals(OK, client.ask("MODULE UNLOAD tiny"));
            assertTrue(client.ask("TINY.VERSION").startsWith("-ERR unknown command"));
            server.await("an empty list", () -> client.ask("MODULE LIST").equals("*0\\r\\n"));
            assertTrue(client.ask("HELLO").endsWith(bulk("modules") + "*0\\r\\n"));
            assertEquals(
                    "-ERR Error unloading module: no such module with that name\\r\\n",
                    client.ask("MODULE UNLOAD tiny"));
            assertTrue(client.ask("MODULE HELP").contains("UPGRADE <path>"));
            assertEquals(OK, client.ask("MODULE LOAD " + jar));
            assertEquals(bulk("1.2.3"), client.ask("TINY.VERSION"));
        }
    }

    @Test
    void permissionChangesWhileTheServerRuns() {
        Path jar = ModuleJars.tiny("tiny", "1.0.0").write(folder.resolve("tiny.jar"));
        try (ServalProcess server = ServalProcess.start("module-path " + folder);
                RespConnection client = server.connect()) {
            assertEquals("*0\\r\\n", client.ask("MODULE LIST"));
            assertEquals(NOT_ALLOWED, client.ask("MODULE LOAD " + jar));
            assertEquals(NOT_ALLOWED, client.ask("MODULE PLAN " + jar));
            assertEquals(OK, client.ask("CONFIG SET enable-module-command local"));
            assertEquals(OK, client.ask("MODULE LOAD " + jar));
            assertEquals(OK, client.ask("CONFIG SET enable-module-command no"));
            assertEquals(NOT_ALLOWED, client.ask("MODULE UNLOAD tiny"));
            assertTrue(client.ask("CONFIG SET module-path /").contains("can't set protected config"));
        }
    }

    @Test
    void loadexSetsDirectivesAndArguments() {
        Path jar = ModuleJars.tiny("tiny", "1.0.0").write(folder.resolve("tiny.jar"));
        String failure = "-ERR Error loading the extension: ";
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection client = server.connect()) {
            assertEquals(
                    failure + "tiny 1.0.0 has no directive 'tiny.none'\\r\\n",
                    client.ask("MODULE LOADEX " + jar + " CONFIG tiny.none 1"));
            assertTrue(client.ask("MODULE LOADEX " + jar + " CONFIG tiny.limit 1001")
                    .startsWith(failure + "the value of 'tiny.limit' is not valid: "));
            assertEquals(
                    failure + "CONFIG needs a name and a value\\r\\n",
                    client.ask("MODULE LOADEX " + jar + " CONFIG x"));
            assertEquals(
                    failure + "CONFIG or ARGS expected instead of 'x'\\r\\n",
                    client.ask("MODULE LOADEX " + jar + " x"));
            assertEquals(
                    failure + "tiny 1.0.0 does not take these arguments: nonsense is none of them\\r\\n",
                    client.ask("MODULE LOADEX " + jar + " ARGS nonsense"));
            assertEquals("*0\\r\\n", client.ask("CONFIG GET tiny.limit"));
            assertEquals(OK, client.ask("MODULE LOADEX " + jar + " CONFIG tiny.limit 42 ARGS a b"));
            assertEquals(":42\\r\\n", client.ask("TINY.LIMIT"));
            assertEquals(bulk("a,b"), client.ask("TINY.ARGS"));
            assertEquals("*2\\r\\n" + bulk("tiny.limit") + bulk("42"), client.ask("CONFIG GET tiny.*"));
            assertEquals(OK, client.ask("CONFIG SET tiny.limit 43"));
            assertEquals(":43\\r\\n", client.ask("TINY.LIMIT"));
        }
    }

    @Test
    void configRewriteWritesWhatWasLoaded() throws IOException {
        Path jar = ModuleJars.tiny("tiny", "1.0.0").write(folder.resolve("tiny.jar"));
        List<String> lines;
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection client = server.connect()) {
            assertEquals(OK, client.ask("MODULE LOADEX " + jar + " CONFIG tiny.limit 42 ARGS a 'b c'"));
            assertEquals(OK, client.ask("CONFIG REWRITE"));
            lines = Files.readAllLines(server.folder().resolve("server.conf"));
            assertTrue(lines.contains("loadmodule " + jar + " a \"b c\""), lines.toString());
            assertTrue(lines.contains("tiny.limit 42"), lines.toString());
        }
        List<String> again = lines.stream()
                .filter(line ->
                        line.startsWith("loadmodule") || line.startsWith("tiny") || line.startsWith("module-path"))
                .toList();
        try (ServalProcess server = ModuleServer.start(folder, again.toArray(String[]::new));
                RespConnection client = server.connect()) {
            assertEquals(bulk("a,b c"), client.ask("TINY.ARGS"));
            assertEquals(":42\\r\\n", client.ask("TINY.LIMIT"));
            assertEquals(OK, client.ask("MODULE UNLOAD tiny"));
            assertEquals(OK, client.ask("CONFIG REWRITE"));
            lines = Files.readAllLines(server.folder().resolve("server.conf"));
            assertFalse(lines.stream().anyMatch(line -> line.startsWith("loadmodule")), lines.toString());
        }
    }

    @Test
    void loadmoduleThatFailsEndsTheStart() {
        List<String> lines = List.of("module-path " + folder, "loadmodule " + folder.resolve("none.jar"));
        try (ServalProcess server = ServalProcess.launch(ServalProcess.distribution(), lines)) {
            assertEquals(1, server.awaitExit());
            assertTrue(server.log().contains("none.jar does not exist"), server.log());
            assertFalse(server.log().contains("Ready to accept connections"));
        }
    }

    @Test
    void planTellsAndChangesNothing() {
        Path one = ModuleJars.tiny("tiny", "1.0.0").write(folder.resolve("one.jar"));
        Path two = ModuleJars.tiny("tiny", "2.0.0").word("NAME", "tinier").write(folder.resolve("two.jar"));
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection client = server.connect()) {
            String plan = client.ask("MODULE PLAN " + one);
            assertTrue(plan.contains(bulk("replaces") + "$-1\\r\\n" + bulk("added")), plan);
            assertTrue(plan.contains("tiny.version"), plan);
            assertTrue(client.ask("TINY.VERSION").startsWith("-ERR unknown command"));
            assertEquals("*0\\r\\n", client.ask("MODULE LIST"));
            assertEquals(OK, client.ask("MODULE LOAD " + one));
            plan = client.ask("MODULE PLAN " + two);
            assertTrue(plan.contains(bulk("replaces") + bulk("1.0.0")), plan);
            int added = plan.indexOf(bulk("added"));
            int replaced = plan.indexOf(bulk("replaced"));
            int removed = plan.indexOf(bulk("removed"));
            assertTrue(plan.substring(added, replaced).contains("tinier.version"), plan);
            assertTrue(plan.substring(removed).contains("tiny.version"), plan);
            assertEquals(bulk("1.0.0"), client.ask("TINY.VERSION"));
        }
    }
}
