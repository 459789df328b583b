package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/**
 * Several connections of which some wait.
 *
 * <p>A step is the number of a connection and its command. Connection 0 waits for nothing; another goes on to the next step as soon as
 * its call has been answered or waits. {@code 1 AWAIT} waits for whatever connection 1 is yet to be answered. {@code ID1} in a command stands
 * for the id of connection 1. At the end the calls that still wait are ended, with an error.
 */
final class WaitingPlay implements AutoCloseable {
    private static final int CONNECTIONS = 5;

    private final RespConnection control;
    private final List<RespConnection> connections = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<List<String>> replies = new ArrayList<>();
    private final int[] unanswered = new int[CONNECTIONS];

    private WaitingPlay(ServerProcess server) {
        control = server.connect();
        control.ask("FLUSHALL");
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(server.connect());
            ids.add(connections.get(i).ask("CLIENT ID").replaceAll("\\D", ""));
            replies.add(new ArrayList<>());
        }
    }

    /** Fails unless both servers answer the same to each connection, and have the same keys a, b, c and d in the end. */
    static void compare(OracleServers servers, String... steps) {
        assertEquals(play(servers.redis(), steps), play(servers.serval(), steps), String.join(", ", steps));
    }

    /** What a server answers: a line for each connection that sent anything, then one for each key. */
    static String play(ServerProcess server, String... steps) {
        try (WaitingPlay play = new WaitingPlay(server)) {
            for (String step : steps) {
                play.step(step.charAt(0) - '0', step.substring(2));
            }
            return play.end();
        }
    }

    /** What the connections are answered, each with a space between its replies; without what the keys hold in the end. */
    static List<String> answers(ServerProcess server, String... steps) {
        try (WaitingPlay play = new WaitingPlay(server)) {
            for (String step : steps) {
                play.step(step.charAt(0) - '0', step.substring(2));
            }
            play.end();
            return play.replies.stream()
                    .skip(1)
                    .filter(own -> !own.isEmpty())
                    .map(own -> String.join(" ", own))
                    .toList();
        }
    }

    private void step(int number, String command) {
        if (unanswered[number] > 0 && (command.equals("AWAIT") || !waits(number))) {
            read(number);
        }
        if (command.equals("AWAIT")) {
            return;
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            command = command.replace("ID" + i, ids.get(i));
        }
        RespConnection connection = connections.get(number);
        connection.send(RespConnection.encode(CommandLine.split(command)));
        if (unanswered[number]++ > 0) {
            return;
        }
        while (!connection.hasReply() && (number == 0 || !waits(number))) {
            Thread.onSpinWait();
        }
        if (connection.hasReply()) {
            read(number);
        }
    }

    private boolean waits(int number) {
        return control.ask("CLIENT LIST ID " + ids.get(number)).contains("flags=b");
    }

    private void read(int number) {
        for (; unanswered[number] > 0; unanswered[number]--) {
            replies.get(number).add(CommandLine.show(connections.get(number).reply()));
        }
    }

    private String end() {
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < CONNECTIONS; i++) {
            while (unanswered[i] > 0) {
                if (!connections.get(i).hasReply()) {
                    control.ask("CLIENT UNBLOCK " + ids.get(i) + " ERROR");
                } else {
                    replies.get(i).add(CommandLine.show(connections.get(i).reply()));
                    unanswered[i]--;
                }
            }
            if (!replies.get(i).isEmpty()) {
                told.append(i).append(": ").append(replies.get(i)).append('\n');
            }
        }
        for (String key : List.of("a", "b", "c", "d")) {
            told.append(key)
                    .append(": ")
                    .append(control.ask("TYPE " + key))
                    .append(control.ask("DEBUG DIGEST-VALUE " + key))
                    .append('\n');
        }
        return told.toString();
    }

    @Override
    public void close() {
        connections.forEach(RespConnection::close);
        control.close();
    }
}
