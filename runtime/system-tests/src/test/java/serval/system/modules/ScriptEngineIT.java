package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;

import org.junit.jupiter.api.Test;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.examples.ExampleJars;

/** A language comes, is used, goes, and comes back. */
class ScriptEngineIT {
    private static final String SCRIPT = "EVAL \"#!lines\\nSET @1 $1\\nINCR @1\" 1 counter 41";
    private static final String LOAD = "FUNCTION LOAD \"#!lines name=counters\\nfunction twice\\nINCR @1\\nINCR @1\\n"
            + "function look no-writes\\nGET @1\\n\"";

    @Test
    void languageComesAndGoes() {
        try (ServalProcess server = ModuleServer.start(ExampleJars.lines().getParent());
                RespConnection client = server.connect()) {
            assertEquals("-ERR Unexpected engine in script shebang: #!lines\\r\\n", client.ask(SCRIPT));
            assertEquals("-ERR Engine 'lines' not found\\r\\n", client.ask(LOAD));
            client.ask("EVAL \"return 1\" 0");

            assertEquals(OK, client.ask("MODULE LOAD " + ExampleJars.lines()));
            assertEquals("*2\\r\\n+OK\\r\\n:42\\r\\n", client.ask(SCRIPT));
            assertEquals("$8\\r\\ncounters\\r\\n", client.ask(LOAD));
            assertEquals("*2\\r\\n:43\\r\\n:44\\r\\n", client.ask("FCALL twice 1 counter"));
            assertEquals("*1\\r\\n$2\\r\\n44\\r\\n", client.ask("FCALL_RO look 1 counter"));
            assertTrue(
                    client.ask("FCALL_RO twice 1 counter").startsWith("-ERR Can not execute a script with write flag"));
            assertTrue(client.ask("FUNCTION LIST").contains("$5\\r\\nLINES\\r\\n"), "FUNCTION LIST names the engine");
            assertEquals("-ERR no such key or argument\\r\\n", client.ask("FCALL twice 0"));

            assertEquals(OK, client.ask("MODULE UNLOAD serval.example.lines"));
            assertEquals("-ERR Unexpected engine in script shebang: #!lines\\r\\n", client.ask(SCRIPT));
            assertTrue(client.ask("FCALL twice 1 counter").startsWith("-ERR"));
            assertEquals(":1\\r\\n", client.ask("EVAL \"return 1\" 0"));

            assertEquals(OK, client.ask("MODULE LOAD " + ExampleJars.lines()));
            assertEquals("*2\\r\\n:45\\r\\n:46\\r\\n", client.ask("FCALL twice 1 counter"));
            assertEquals("*2\\r\\n+OK\\r\\n:42\\r\\n", client.ask(SCRIPT));
        }
    }
}
