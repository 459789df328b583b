package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/**
 * Several connections that are sent messages besides their replies.
 *
 * <p>A step is the number of a connection and its command; the next step begins when the command has been executed. What
 * each connection receives is collected in its order, replies and messages alike. {@code ID1} in a command stands for the
 * id of connection 1, in replies as well. A step with an exclamation mark behind the number is not answered, because of
 * CLIENT REPLY.
 */
final class PushPlay implements AutoCloseable {
    private static final int CONNECTIONS = 5;

    private final RespConnection control;
    private final List<RespConnection> connections = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<List<String>> received = new ArrayList<>();
    private final boolean[] queueing = new boolean[CONNECTIONS];
    private int marks;
    private boolean tellingIds;

    private PushPlay(ServerProcess server, int... protocols) {
        control = server.connect();
        control.ask("FLUSHALL");
        control.ask("CONFIG SET notify-keyspace-events ''");
        for (int i = 0; i < CONNECTIONS; i++) {
            RespConnection connection = server.connect();
            connections.add(connection);
            ids.add(connection.ask("CLIENT ID").replaceAll("\\D", ""));
            received.add(new ArrayList<>());
            if (protocols[i % protocols.length] == 3) {
                connection.ask("HELLO 3");
            }
        }
    }

    /** Fails unless both servers send each connection the same: in RESP2, in RESP3, and with both side by side. */
    static void compare(OracleServers servers, String... steps) {
        for (int[] protocols : List.of(new int[] {2}, new int[] {3}, new int[] {2, 3}, new int[] {3, 2})) {
            assertEquals(
                    play(servers.redis(), protocols, steps),
                    play(servers.serval(), protocols, steps),
                    Arrays.toString(protocols) + " " + String.join(", ", steps));
        }
    }

    /** What a server sends: a line for each connection that received anything. */
    static String play(ServerProcess server, int[] protocols, String... steps) {
        try (PushPlay play = new PushPlay(server, protocols)) {
            for (String step : steps) {
                int blank = step.indexOf(' ');
                play.step(step.charAt(0) - '0', step.charAt(1) == '!', step.substring(blank + 1));
            }
            return play.end();
        }
    }

    private void step(int number, boolean silent, String text) {
        String command = text;
        for (int i = 0; i < CONNECTIONS; i++) {
            command = command.replace("ID" + i, ids.get(i));
        }
        connections.get(number).send(RespConnection.encode(CommandLine.split(command)));
        String name = command.toLowerCase(Locale.ROOT).split(" ")[0];
        tellingIds = command.startsWith("CLIENT GETREDIR") || command.startsWith("CLIENT TRACKINGINFO");
        if (silent) {
            while (!control.ask("CLIENT LIST ID " + ids.get(number)).contains(" cmd=" + name)) {
                Thread.onSpinWait();
            }
            return;
        }
        boolean queued =
                queueing[number] && !List.of("exec", "discard", "reset").contains(name);
        queueing[number] = name.equals("multi") || queued;
        if (queued) {
            // Whatever comes in between is no harm: it is in the same order on both servers.
            received.get(number).add(CommandLine.show(connections.get(number).reply()));
        } else if (!queueing[number]) {
            drain(number);
        } else {
            received.get(number).add(CommandLine.show(connections.get(number).reply()));
        }
    }

    /** Takes all that has been sent to a connection. */
    private void drain(int number) {
        String mark = "mark-" + marks++;
        RespConnection connection = connections.get(number);
        connection.send(RespConnection.encode(CommandLine.split("PING " + mark)));
        while (true) {
            String reply = CommandLine.show(connection.reply());
            if (reply.contains(mark)) {
                return;
            }
            received.get(number).add(named(reply));
        }
    }

    /** Replies that tell of the connections' ids, with names in their places. */
    private String named(String reply) {
        String text = reply;
        if (tellingIds) {
            for (int i = 0; i < CONNECTIONS; i++) {
                text = text.replace(":" + ids.get(i) + "\\r", ":ID" + i + "\\r");
            }
        }
        return text;
    }

    private String end() {
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < CONNECTIONS; i++) {
            if (queueing[i]) {
                step(i, false, "DISCARD");
            }
            connections.get(i).send(RespConnection.encode(CommandLine.split("CLIENT REPLY ON")));
            drain(i);
            told.append(i).append(": ").append(received.get(i)).append('\n');
        }
        return told.toString();
    }

    @Override
    public void close() {
        connections.forEach(RespConnection::close);
        control.close();
    }
}
