package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/**
 * Base of tests that compare replies with those of a real server.
 *
 * <pre>{@code
 * class CounterOracleIT extends OracleTest {
 *     @Test
 *     void incrOfText() {
 *         compare("SET k text", "INCR k", "GET k");
 *     }
 * }
 * }</pre>
 *
 * <p>Both servers start with empty databases for each comparison, and each comparison runs in RESP2 and in RESP3.
 */
@Tag("oracle")
public abstract class OracleTest {
    /** The pair of servers, started once for all test classes. */
    @RegisterExtension
    static final OracleServers SERVERS = new OracleServers();

    private static final Differences DIFFERENCES = Differences.load();

    /**
     * Sends commands to both servers, one after the other on one connection, and fails with every reply that differs.
     *
     * @param commands as {@link CommandLine} reads them
     */
    protected final void compare(String... commands) {
        compare(SERVERS.serval(), commands);
    }

    /** The same with a server of the test's own in the place of the shared one. */
    protected final void compare(ServerProcess serval, String... commands) {
        List<String> differences = new ArrayList<>();
        for (int protocol = 2; protocol <= 3; protocol++) {
            try (RespConnection ours = serval.connect();
                    RespConnection theirs = SERVERS.redis().connect()) {
                prepare(ours, protocol);
                prepare(theirs, protocol);
                for (String command : commands) {
                    compare(command, protocol, ours, theirs, differences);
                }
            }
        }
        if (!differences.isEmpty()) {
            Assertions.fail(differences.size() + " replies differ:\n" + String.join("\n", differences));
        }
    }

    private static void prepare(RespConnection connection, int protocol) {
        connection.call("FLUSHALL");
        if (protocol == 3) {
            connection.call("HELLO 3");
        }
    }

    private static void compare(
            String command, int protocol, RespConnection ours, RespConnection theirs, List<String> differences) {
        byte[][] words = CommandLine.split(command);
        String actual = CommandLine.show(ours.call(words));
        String expected = CommandLine.show(theirs.call(words));
        if (!DIFFERENCES.allow(command, expected, actual)) {
            differences.add("RESP" + protocol + " " + command + "\n  redis:  " + expected + "\n  serval: " + actual);
        }
    }
}
