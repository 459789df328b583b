package serval.system.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.system.RespConnection;

/** Scripts over the commands of the example modules. */
public final class ExampleScripts {
    public static final String HELLO = "serval.example.hello";
    public static final String THROTTLE = "serval.example.throttle";
    public static final String FILTERS = "serval.example.filters";
    public static final String BLOCKING = "serval.example.blocking";

    private ExampleScripts() {}

    /** Greets. */
    public static LoadScript hello(int number) {
        return new LoadScript(HELLO) {
            @Override
            protected byte[] next() {
                return request("HELLO.WORLD", "client" + number);
            }

            @Override
            protected @Nullable String judge(String reply) {
                return same(bulk("Hello, client" + number + "!"), reply);
            }
        };
    }

    /** Asks a limiter that always has room. */
    public static LoadScript throttle(int number) {
        return new LoadScript(THROTTLE) {
            @Override
            protected byte[] next() {
                return request("CL.THROTTLE", "limit:" + number, "1000000", "1000000", "1");
            }

            @Override
            protected @Nullable String judge(String reply) {
                return reply.startsWith("*5\r\n:0\r\n") ? null : "got " + reply;
            }
        };
    }

    /**
     * Adds elements to a Bloom filter and asks for those added before.
     *
     * @param key the filter's key, which others may use as well
     */
    public static LoadScript filter(String key, int number) {
        return new LoadScript(FILTERS) {
            private final List<String> added = new ArrayList<>();
            private int turn;
            private String element = "";
            private boolean adding;

            @Override
            protected byte[] next() {
                turn++;
                adding = turn % 2 == 1 || added.isEmpty();
                if (adding) {
                    element = "e" + number + "-" + turn;
                    return request("BF.ADD", key, element);
                }
                element = added.get(turn * 31 % added.size());
                return request("BF.EXISTS", key, element);
            }

            @Override
            protected @Nullable String judge(String reply) {
                if (!adding) {
                    return same(":1\r\n", reply);
                }
                added.add(element);
                return reply.equals(":1\r\n") || reply.equals(":0\r\n") ? null : "got " + reply;
            }

            @Override
            protected @Nullable String verify(RespConnection connection) {
                for (int from = 0; from < added.size(); from += 1000) {
                    List<String> some = added.subList(from, Math.min(added.size(), from + 1000));
                    List<String> words = new ArrayList<>(List.of("BF.MEXISTS", key));
                    words.addAll(some);
                    String expected = "*" + some.size() + "\r\n" + ":1\r\n".repeat(some.size());
                    if (!expected.equals(ask(connection, words.toArray(String[]::new)))) {
                        return "elements of " + key + " are missing among " + some.getFirst() + " and those after it";
                    }
                }
                return null;
            }
        };
    }

    /** Puts and takes items, and waits now and then for one that never comes. */
    public static LoadScript blocking(int number) {
        return new LoadScript(BLOCKING) {
            private int turn;
            private String expected = "";

            @Override
            protected byte[] next() {
                switch (turn++ % 4) {
                    case 0 -> {
                        expected = ":1\r\n";
                        return request("BQ.PUT", "box:" + number, "item" + turn);
                    }
                    case 1 -> {
                        expected = "*2\r\n" + bulk("box:" + number) + bulk("item" + (turn - 1));
                        return request("BQ.TAKE", "box:" + number, "1");
                    }
                    case 2 -> {
                        expected = "*-1\r\n";
                        return request("BQ.TAKE", "none:" + number, "0.05");
                    }
                    default -> {
                        expected = ":0\r\n";
                        return request("LATCH.OPEN", "door:" + number);
                    }
                }
            }

            @Override
            protected boolean isTimed() {
                return (turn - 1) % 4 != 2;
            }

            @Override
            protected void absent() {
                // What was put may still be there; a box of another name starts anew.
                turn = (turn + 3) / 4 * 4;
            }

            @Override
            protected @Nullable String judge(String reply) {
                if ((turn - 1) % 4 == 0) {
                    return reply.startsWith(":") ? null : "got " + reply;
                }
                if ((turn - 1) % 4 == 1) {
                    return reply.startsWith("*2\r\n" + bulk("box:" + number)) ? null : "got " + reply;
                }
                return same(expected, reply);
            }
        };
    }
}
