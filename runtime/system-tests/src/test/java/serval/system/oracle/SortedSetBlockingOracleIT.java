package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/** Calls that wait for sorted sets: who is served, with what, and in which order. */
class SortedSetBlockingOracleIT extends OracleTest {
    /** What a server answers: to the commands, and then to those that waited, all of whom the commands must have served. */
    private static List<String> play(ServerProcess server, List<String> waiting, List<String> commands) {
        List<String> replies = new ArrayList<>();
        List<RespConnection> blocked = new ArrayList<>();
        try (RespConnection client = server.connect()) {
            client.call("FLUSHALL");
            for (String command : waiting) {
                RespConnection other = server.connect();
                blocked.add(other);
                other.send(RespConnection.encode(CommandLine.split(command)));
                while (!client.ask("INFO clients").contains("blocked_clients:" + blocked.size() + "\\r\\n")) {
                    Thread.onSpinWait();
                }
            }
            for (String command : commands) {
                replies.add(command + " -> " + client.ask(command));
            }
            for (int i = 0; i < blocked.size(); i++) {
                replies.add(waiting.get(i) + " => "
                        + CommandLine.show(blocked.get(i).reply()));
            }
            replies.add(client.ask("DEBUG DIGEST"));
        } finally {
            blocked.forEach(RespConnection::close);
        }
        return replies;
    }

    private static void compare(List<String> waiting, String... commands) {
        List<String> played = List.of(commands);
        assertEquals(
                String.join("\n", play(SERVERS.redis(), waiting, played)),
                String.join("\n", play(SERVERS.serval(), waiting, played)));
    }

    @Test
    void whoWaitsLongestIsServedFirst() {
        compare(
                List.of("BZPOPMIN z 0", "BZPOPMAX z 0", "BZMPOP 0 1 z MIN COUNT 2", "BZPOPMIN z 0"),
                "ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g",
                "ZRANGE z 0 -1 WITHSCORES");
    }

    @Test
    void severalKeys() {
        compare(List.of("BZPOPMIN x y z 0", "BZPOPMAX z y 0"), "ZADD y 1 a", "ZADD x 1 a", "ZADD z 5 b 6 c", "ZCARD z");
        compare(List.of("BZPOPMIN x y z 0"), "MULTI", "ZADD x 1 a", "ZADD z 2 b", "EXEC", "KEYS *");
    }

    @Test
    void keysThatComeInOtherWays() {
        compare(List.of("BZPOPMIN z 0"), "ZADD other 1 a 2 b", "RENAME other z", "ZCARD z");
        compare(List.of("BZPOPMIN z 0"), "ZADD other 1 a 2 b", "COPY other z", "ZCARD z");
        compare(List.of("BZPOPMAX z 0"), "ZADD other 1 a 2 b", "ZUNIONSTORE z 1 other", "ZCARD z");
        compare(List.of("BZPOPMAX z 0"), "ZADD other 1 a 2 b", "ZRANGESTORE z other 0 -1", "ZCARD z");
        compare(List.of("BZPOPMAX z 0"), "ZINCRBY z 3 a", "EXISTS z");
        compare(List.of("BZPOPMIN z 0"), "SELECT 1", "ZADD z 1 a 2 b", "MOVE z 0", "EXISTS z", "SELECT 0", "ZCARD z");
        compare(List.of("BZPOPMIN z 0"), "SELECT 1", "ZADD z 1 a", "SWAPDB 0 1", "FLUSHALL");
    }

    @Test
    void otherTypesAndTransactions() {
        compare(List.of("BZPOPMIN z 0"), "SET z v", "GET z", "DEL z", "ZADD z 1 a");
        compare(List.of("BZPOPMIN z 0"), "MULTI", "ZADD z 1 a", "DEL z", "ZADD z 2 b", "EXEC");
        compare(List.of("BZPOPMIN z 0"), "MULTI", "ZADD z 1 a", "DEL z", "SET z v", "EXEC", "DEL z", "ZADD z 7 x");
    }

    @Test
    void timeouts() {
        compare(List.of("BZPOPMIN z 0.05", "BZPOPMAX z y 0.05", "BZMPOP 0.05 1 z MAX"), "EXISTS z");
    }
}
