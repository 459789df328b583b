package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.system.CommandLine;
import serval.system.RespConnection;

/** Requests sent without waiting for replies, to values so large that the server looks ahead in them. */
class PipelineOracleIT extends OracleTest {
    private static final int ELEMENTS = 12_000;
    private static final int STEPS = 3000;

    @Test
    void largeValuesAreFoundAndChangedInPipelines() {
        Random random = new Random(7);
        List<String> commands = new ArrayList<>();
        for (int from = 0; from < ELEMENTS; from += 500) {
            StringBuilder set = new StringBuilder("SADD s");
            StringBuilder hash = new StringBuilder("HSET h");
            StringBuilder sorted = new StringBuilder("ZADD z");
            for (int i = from; i < from + 500; i++) {
                set.append(" member:").append(i);
                hash.append(" field:").append(i).append(" value:").append(i);
                sorted.append(' ').append(i).append(" member:").append(i);
            }
            commands.addAll(List.of(set.toString(), hash.toString(), sorted.toString()));
        }
        for (int i = 0; i < STEPS; i++) {
            commands.add(command(random));
        }
        commands.add("DEBUG DIGEST");
        assertEquals(
                replies(SERVERS.redis().connect(), commands),
                replies(SERVERS.serval().connect(), commands));
    }

    /** Commands of one word and of many, on keys that are missing or hold something else, with elements that are there and not. */
    private static String command(Random random) {
        int number = random.nextInt(ELEMENTS * 2);
        return switch (random.nextInt(24)) {
            case 0 -> "SADD s member:" + number;
            case 1 -> "SREM s member:" + number;
            case 2 -> "SISMEMBER s member:" + number;
            case 3 -> "SCARD s";
            case 4 -> "HSET h field:" + number + " " + random.nextInt();
            case 5 -> "HGET h field:" + number;
            case 6 -> "HDEL h field:" + number;
            case 7 -> "HLEN h";
            case 8 -> "HINCRBY h number:" + random.nextInt(50) + " 3";
            case 9, 10 -> "ZADD z " + random.nextInt(ELEMENTS) + " member:" + number;
            case 11 -> "ZADD z GT " + random.nextInt(ELEMENTS) + " member:" + number;
            case 12 -> "ZADD z nan member:" + number;
            case 13 -> "ZINCRBY z 1.5 member:" + number;
            case 14 -> "ZRANK z member:" + number;
            case 15 -> "ZREM z member:" + number;
            case 16 -> "ZRANGE z " + random.nextInt(ELEMENTS) + " " + random.nextInt(ELEMENTS);
            case 17 -> "ZCOUNT z " + random.nextInt(ELEMENTS) + " inf";
            case 18 -> "ZADD s 1 member:" + number;
            case 19 -> "SADD z member:" + number;
            case 20 -> "GET missing" + number;
            case 21 -> "PING";
            case 22 -> random.nextInt(200) == 0 ? "RENAME s t" : "SMOVE t s member:" + number;
            default -> "TYPE z";
        };
    }

    private static List<String> replies(RespConnection opened, List<String> commands) {
        List<String> replies = new ArrayList<>();
        try (RespConnection connection = opened) {
            connection.call("FLUSHALL");
            for (int from = 0; from < commands.size(); from += 100) {
                List<String> some = commands.subList(from, Math.min(from + 100, commands.size()));
                ByteArrayOutputStream batch = new ByteArrayOutputStream();
                for (String command : some) {
                    batch.writeBytes(RespConnection.encode(CommandLine.split(command)));
                }
                connection.send(batch.toByteArray());
                for (String command : some) {
                    replies.add(command + " -> " + CommandLine.show(connection.reply()));
                }
            }
        }
        return replies;
    }
}
