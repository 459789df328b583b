package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** The commands on connections, as far as one connection can tell. */
class ConnectionOracleIT extends OracleTest {
    @Test
    void ping() {
        compare("PING", "PING text", "PING \"\"", "PING a b", "ping", "PiNg x");
    }

    @Test
    void echo() {
        compare("ECHO text", "ECHO", "ECHO a b", "ECHO \"\\x00\\r\\n\\xff\"", "ECHO \"\"");
    }

    @Test
    void select() {
        compare(
                "SET k zero",
                "SELECT 1",
                "GET k",
                "SET k one",
                "SELECT 0",
                "GET k",
                "SELECT 15",
                "SELECT 16",
                "SELECT -1",
                "SELECT x",
                "SELECT 1x",
                "SELECT 99999999999",
                "SELECT 99999999999999999999",
                "SELECT",
                "SELECT 1 2",
                "GET k");
    }

    @Test
    void authWithoutPassword() {
        compare(
                "AUTH",
                "AUTH x",
                "AUTH default x",
                "AUTH default \"\"",
                "AUTH other x",
                "AUTH a b c",
                "AUTH a b c d",
                "PING");
    }

    @Test
    void helloRefusesWhatItDoesNotKnow() {
        compare(
                "HELLO x",
                "HELLO 1",
                "HELLO 4",
                "HELLO 99999999999999999999",
                "HELLO 2 AUTH",
                "HELLO 2 AUTH default",
                "HELLO 2 AUTH other x",
                "HELLO 2 SETNAME",
                "HELLO 2 SETNAME \"a b\"",
                "HELLO 2 FOO",
                "HELLO 2 SETNAME name FOO");
    }

    @Test
    void helloSwitchesTheProtocol() {
        compare(
                "HELLO 3 SETNAME first",
                "CLIENT GETNAME",
                "CLIENT TRACKINGINFO",
                "HELLO 2 AUTH default any SETNAME second",
                "CLIENT GETNAME",
                "CLIENT TRACKINGINFO",
                "HELLO",
                "HELLO 3",
                "HELLO",
                "GET missing",
                "RESET",
                "GET missing",
                "CLIENT GETNAME");
    }

    @Test
    void resetTakesEverythingBack() {
        compare(
                "SET k zero",
                "SELECT 1",
                "CLIENT SETNAME me",
                "MULTI",
                "SET k one",
                "RESET",
                "GET k",
                "CLIENT GETNAME",
                "EXEC",
                "RESET x",
                "WATCH k",
                "SET k other",
                "RESET",
                "MULTI",
                "GET k",
                "EXEC");
    }

    @Test
    void names() {
        compare(
                "CLIENT GETNAME",
                "CLIENT SETNAME me",
                "CLIENT GETNAME",
                "CLIENT SETNAME \"with space\"",
                "CLIENT SETNAME \"with\\nline\"",
                "CLIENT SETNAME \"\\xff\"",
                "CLIENT GETNAME",
                "CLIENT SETNAME \"\"",
                "CLIENT GETNAME",
                "CLIENT SETNAME",
                "CLIENT SETNAME a b",
                "CLIENT GETNAME x");
    }

    @Test
    void libraries() {
        compare(
                "CLIENT SETINFO lib-name jedis",
                "CLIENT SETINFO LIB-VER 8.0",
                "CLIENT SETINFO lib-name \"a b\"",
                "CLIENT SETINFO Lib-Ver \"a\\nb\"",
                "CLIENT SETINFO lib-name \"\"",
                "CLIENT SETINFO foo bar",
                "CLIENT SETINFO lib-name",
                "CLIENT SETINFO lib-name a b");
    }

    @Test
    void unknownSubcommands() {
        compare(
                "CLIENT",
                "CLIENT FOO",
                "CLIENT FOO bar",
                "CLIENT \"\"",
                "CLIENT ID x",
                "CLIENT INFO x",
                "CLIENT HELP x");
    }

    @Test
    void listRefusesWhatItDoesNotKnow() {
        compare(
                "CLIENT LIST TYPE",
                "CLIENT LIST TYPE foo",
                "CLIENT LIST TYPE master",
                "CLIENT LIST TYPE replica",
                "CLIENT LIST TYPE slave",
                "CLIENT LIST TYPE PubSub",
                "CLIENT LIST TYPE normal x",
                "CLIENT LIST ID",
                "CLIENT LIST ID x",
                "CLIENT LIST ID 99999999",
                "CLIENT LIST ID 99999999 99999998 x",
                "CLIENT LIST FOO",
                "CLIENT LIST FOO bar");
    }

    @Test
    void killRefusesWhatItDoesNotKnow() {
        compare(
                "CLIENT KILL",
                "CLIENT KILL 1.2.3.4:5",
                "CLIENT KILL ID",
                "CLIENT KILL ID 0",
                "CLIENT KILL ID x",
                "CLIENT KILL ID -1",
                "CLIENT KILL ID 99999999",
                "CLIENT KILL TYPE foo",
                "CLIENT KILL TYPE master",
                "CLIENT KILL TYPE replica",
                "CLIENT KILL TYPE pubsub SKIPME no",
                "CLIENT KILL USER nobody",
                "CLIENT KILL ADDR 1.2.3.4:5",
                "CLIENT KILL LADDR 1.2.3.4:5",
                "CLIENT KILL SKIPME maybe",
                "CLIENT KILL ADDR 1.2.3.4:5 ID",
                "CLIENT KILL FOO bar",
                "CLIENT KILL ID 99999999 FOO bar",
                "CLIENT KILL MAXAGE 10");
    }

    @Test
    void unblock() {
        compare(
                "CLIENT UNBLOCK",
                "CLIENT UNBLOCK x",
                "CLIENT UNBLOCK 99999999",
                "CLIENT UNBLOCK 99999999 TIMEOUT",
                "CLIENT UNBLOCK 99999999 ERROR",
                "CLIENT UNBLOCK 99999999 FOO",
                "CLIENT UNBLOCK x FOO",
                "CLIENT UNBLOCK 1 ERROR x");
    }

    @Test
    void pause() {
        compare(
                "CLIENT PAUSE",
                "CLIENT PAUSE x",
                "CLIENT PAUSE -1",
                "CLIENT PAUSE 1 FOO",
                "CLIENT PAUSE 1 WRITE x",
                "CLIENT PAUSE 0",
                "CLIENT PAUSE 0 ALL",
                "CLIENT PAUSE 0 WRITE",
                "SET k v",
                "CLIENT PAUSE 100000 write",
                "GET k",
                "CLIENT UNPAUSE",
                "SET k w",
                "CLIENT PAUSE 1 all",
                "GET k",
                "CLIENT UNPAUSE x");
    }

    @Test
    void switches() {
        compare(
                "CLIENT NO-EVICT",
                "CLIENT NO-EVICT ON",
                "CLIENT NO-EVICT off",
                "CLIENT NO-EVICT x",
                "CLIENT NO-TOUCH on",
                "CLIENT NO-TOUCH OFF",
                "CLIENT NO-TOUCH x",
                "CLIENT NO-TOUCH",
                "CLIENT REPLY ON",
                "CLIENT REPLY x",
                "CLIENT REPLY",
                "PING");
    }

    @Test
    void trackingThatIsOff() {
        compare(
                "CLIENT TRACKING",
                "CLIENT TRACKING OFF",
                "CLIENT TRACKING off NOLOOP",
                "CLIENT TRACKING maybe",
                "CLIENT TRACKING ON FOO",
                "CLIENT TRACKING ON REDIRECT",
                "CLIENT TRACKING ON REDIRECT x",
                "CLIENT TRACKING ON REDIRECT 99999999",
                "CLIENT TRACKING ON PREFIX a",
                "CLIENT TRACKING ON BCAST OPTIN",
                "CLIENT TRACKING ON BCAST OPTOUT",
                "CLIENT TRACKING ON OPTIN OPTOUT",
                "CLIENT CACHING YES",
                "CLIENT CACHING x",
                "CLIENT CACHING",
                "CLIENT GETREDIR",
                "CLIENT TRACKINGINFO");
    }

    @Test
    void nodeCommandsOnNoNode() {
        compare("READONLY", "READWRITE", "ASKING", "READONLY x");
    }

    @Test
    void helpHasItsFirstLine() {
        compare("CLIENT HELP x", "OBJECT HELP x");
    }
}
