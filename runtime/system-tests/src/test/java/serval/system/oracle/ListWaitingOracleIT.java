package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/**
 * Several connections of which some wait. A step is the number of a connection and its command; 0 waits for nothing. At the end the
 * calls that still wait are ended, and each connection's replies are compared.
 */
@Tag("oracle")
class ListWaitingOracleIT {
    @RegisterExtension
    static final OracleServers SERVERS = new OracleServers();

    private static final int WAITING = 4;

    private static void compare(String... steps) {
        assertEquals(run(SERVERS.redis(), steps), run(SERVERS.serval(), steps), String.join(", ", steps));
    }

    private static List<String> run(ServerProcess server, String... steps) {
        List<String> replies = new ArrayList<>();
        List<RespConnection> connections = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        try (RespConnection control = server.connect()) {
            control.ask("FLUSHALL");
            for (int i = 0; i <= WAITING; i++) {
                connections.add(server.connect());
                ids.add(connections.get(i).ask("CLIENT ID").replaceAll("\\D", ""));
            }
            boolean[] sent = new boolean[connections.size()];
            for (String step : steps) {
                int number = step.charAt(0) - '0';
                String command = step.substring(2).replace("ID1", ids.get(1)).replace("ID2", ids.get(2));
                if (number == 0) {
                    replies.add(step + " -> " + connections.get(0).ask(command));
                } else {
                    sent[number] = true;
                    connections.get(number).send(RespConnection.encode(CommandLine.split(command)));
                    // Each goes on once it waits, or has been answered.
                    while (!control.ask("CLIENT LIST ID " + ids.get(number)).contains("flags=b")
                            && !control.ask("CLIENT LIST ID " + ids.get(number)).contains("qbuf=0 ")) {
                        Thread.onSpinWait();
                    }
                }
            }
            for (int i = 1; i <= WAITING; i++) {
                if (sent[i]) {
                    control.ask("CLIENT UNBLOCK " + ids.get(i) + " ERROR");
                    connections.get(i).send(RespConnection.encode(CommandLine.split("ECHO end")));
                    String reply;
                    do {
                        reply = CommandLine.show(connections.get(i).reply());
                        replies.add(i + ": " + reply);
                    } while (!reply.equals("$3\\r\\nend\\r\\n"));
                }
            }
            for (String key : List.of("a", "b", "c")) {
                replies.add(key + ": " + control.ask("TYPE " + key) + control.ask("DEBUG DIGEST-VALUE " + key));
            }
        } finally {
            connections.forEach(RespConnection::close);
        }
        return replies;
    }

    @Test
    void theLongestWaitingIsServedFirst() {
        compare("1 BLPOP a 0", "2 BRPOP a 0", "3 BLPOP a 0", "0 RPUSH a 1 2", "0 RPUSH a 3 4", "0 LRANGE a 0 -1");
        compare("1 BLPOP a b 0", "2 BLPOP b a 0", "0 RPUSH b 1", "0 RPUSH a 2");
        compare("1 BLPOP a a a 0", "0 RPUSH a 1", "0 RPUSH a 2", "0 LRANGE a 0 -1");
    }

    @Test
    void whatIsGoneBeforeTheEndOfATransactionServesNobody() {
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a 1", "0 DEL a", "0 EXEC", "0 RPUSH a 2");
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a 1", "0 DEL a", "0 SET a text", "0 EXEC", "0 DEL a", "0 RPUSH a 2");
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a 1 2 3", "0 LPOP a", "0 EXEC");
    }

    @Test
    void othersTypesServeNobody() {
        compare("1 BLPOP a 0", "0 SET a text", "0 DEL a", "0 XADD a 1-1 f v", "0 DEL a", "0 RPUSH a x");
    }

    @Test
    void keysThatComeInOtherWays() {
        compare("1 BLPOP a 0", "0 RPUSH b 1 2", "0 RENAME b a", "0 LRANGE a 0 -1");
        compare("1 BLPOP a 0", "0 RPUSH b 1 2", "0 COPY b a");
        compare("1 BLPOP a 0", "0 SELECT 1", "0 DEL a", "0 RPUSH a 1 2", "0 MOVE a 0", "0 SELECT 0");
        compare("1 BLPOP a 0", "0 SELECT 1", "0 RPUSH a 1 2", "0 SWAPDB 0 1", "0 SELECT 0", "0 LRANGE a 0 -1");
        compare(
                "1 BLPOP a 0",
                "0 SELECT 1",
                "0 RPUSH a 1 2",
                "0 SWAPDB 1 2",
                "0 FLUSHALL",
                "0 SELECT 0",
                "0 RPUSH a 9");
        compare("1 BLMOVE a b LEFT RIGHT 0", "0 RPUSH c 1 2", "0 LMOVE c a LEFT LEFT", "0 RPOPLPUSH c a");
        compare("1 BLPOP a 0", "0 LPUSHX a 1", "0 FLUSHDB", "0 LPUSH a 1");
    }

    @Test
    void movesGoOnFromListToList() {
        compare("1 BLMOVE a b LEFT RIGHT 0", "2 BLMOVE b c LEFT LEFT 0", "3 BLPOP c 0", "0 RPUSH a 1", "0 KEYS *");
        compare("1 BRPOPLPUSH a b 0", "2 BRPOPLPUSH b a 0", "0 RPUSH a 1", "0 LRANGE a 0 -1", "0 LRANGE b 0 -1");
        compare("1 BRPOPLPUSH a a 0", "0 RPUSH a 1 2", "0 LRANGE a 0 -1");
        compare("1 BLPOP b 0", "2 BLMOVE a b LEFT LEFT 0", "0 RPUSH a 1 2 3", "0 LRANGE a 0 -1");
    }

    @Test
    void moveToSomethingElse() {
        compare("1 BLMOVE a b LEFT LEFT 0", "0 SET b text", "0 RPUSH a 1 2", "0 LRANGE a 0 -1");
        compare("1 BLMOVE a b LEFT LEFT 0", "2 BLPOP a 0", "0 SET b text", "0 RPUSH a 1 2", "0 LRANGE a 0 -1");
    }

    @Test
    void manyAtOnce() {
        compare(
                "1 BLMPOP 0 1 a LEFT COUNT 2",
                "2 BLMPOP 0 2 b a RIGHT COUNT 10",
                "3 BLPOP a 0",
                "0 RPUSH a 1 2 3 4 5",
                "0 RPUSH a 6");
    }

    @Test
    void endedByTimeOrByOthers() {
        compare("1 BLPOP a 0", "2 BLMOVE a b LEFT LEFT 0", "0 CLIENT UNBLOCK ID1", "0 CLIENT UNBLOCK ID2 TIMEOUT");
        compare("1 BLPOP a 0", "2 BRPOPLPUSH a b 0", "0 CLIENT UNBLOCK ID1 ERROR", "0 CLIENT UNBLOCK ID2 ERROR");
        compare("1 BLPOP a 0.05", "1 RPUSH b after", "2 BLMPOP 0.02 1 a LEFT", "2 LLEN b");
    }
}
