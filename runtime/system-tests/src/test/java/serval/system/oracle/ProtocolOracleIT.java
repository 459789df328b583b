package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** What every connection meets, whatever command family it uses. */
class ProtocolOracleIT extends OracleTest {
    @Test
    void pingAndEcho() {
        compare("PING", "PING text", "PING a b", "ECHO text", "ECHO \"\\x00\\r\\n\\xff\"", "ECHO");
    }

    @Test
    void unknownCommands() {
        compare("NOSUCH", "NOSUCH a b", "NOSUCH \"with\\r\\nnewline\"", "\"\"", "\"\" x");
    }

    @Test
    void stringsAndCounters() {
        compare("SET k v", "GET k", "GET missing", "INCR k", "INCR n", "GET n", "GET", "SET k v EX 0", "DEL k n k");
    }
}
