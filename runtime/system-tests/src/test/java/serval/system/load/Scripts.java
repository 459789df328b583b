package serval.system.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.system.RespConnection;

/** Scripts over what the distribution itself has. */
public final class Scripts {
    public static final String STRINGS = "serval.string";
    public static final String HYPERLOGLOGS = "serval.hyperloglog";
    public static final String TRANSACTIONS = "serval.transactions";

    private Scripts() {}

    /** Sets, reads and counts keys of its own, and compares each reply. */
    public static LoadScript strings(int number) {
        return new LoadScript(STRINGS) {
            private static final int KEYS = 100;
            private final String[] values = new String[KEYS];
            private long turn;
            private long counter;
            private String expected = "";
            private int kind;
            private int key;
            private @Nullable String before;

            @Override
            protected byte[] next() {
                key = (int) (turn / 3 % KEYS);
                kind = (int) (turn++ % 3);
                switch (kind) {
                    case 0 -> {
                        before = values[key];
                        values[key] = "value-" + number + "-" + turn;
                        expected = "+OK\r\n";
                        return request("SET", name(key), values[key]);
                    }
                    case 1 -> {
                        expected = values[key] == null ? "$-1\r\n" : bulk(values[key]);
                        return request("GET", name(key));
                    }
                    default -> {
                        expected = ":" + ++counter + "\r\n";
                        return request("INCR", "counter:" + number);
                    }
                }
            }

            @Override
            protected void absent() {
                if (kind == 0) {
                    values[key] = before;
                } else if (kind == 2) {
                    counter--;
                }
            }

            private String name(int key) {
                return "string:" + number + ":" + key;
            }

            @Override
            protected @Nullable String judge(String reply) {
                return same(expected, reply);
            }

            @Override
            protected @Nullable String verify(RespConnection connection) {
                for (int i = 0; i < KEYS; i++) {
                    if (values[i] != null) {
                        String wrong = same(bulk(values[i]), ask(connection, "GET", name(i)));
                        if (wrong != null) {
                            return name(i) + ": " + wrong;
                        }
                    }
                }
                return counter == 0
                        ? null
                        : same(bulk(Long.toString(counter)), ask(connection, "GET", "counter:" + number));
            }
        };
    }

    /** Counts elements with a HyperLogLog, and counts them once more at the end under another key. */
    public static LoadScript hyperLogLogs(int number) {
        return new LoadScript(HYPERLOGLOGS) {
            private long added;
            private long last;
            private boolean counting;

            @Override
            protected byte[] next() {
                counting = !counting;
                return counting
                        ? request("PFADD", "hll:" + number, "element-" + added++)
                        : request("PFCOUNT", "hll:" + number);
            }

            @Override
            protected void absent() {
                if (counting) {
                    added--;
                }
            }

            @Override
            protected @Nullable String judge(String reply) {
                if (!reply.startsWith(":")) {
                    return "got " + reply;
                }
                if (!counting) {
                    long count = Long.parseLong(reply.substring(1).strip());
                    if (count < last * 9 / 10 || count == 0 && added > 0) {
                        return "counted " + count + " after " + last;
                    }
                    last = count;
                }
                return null;
            }

            @Override
            protected @Nullable String verify(RespConnection connection) {
                for (long from = 0; from < added; from += 1000) {
                    List<String> words = new ArrayList<>(List.of("PFADD", "hll:again:" + number));
                    for (long i = from; i < Math.min(added, from + 1000); i++) {
                        words.add("element-" + i);
                    }
                    ask(connection, words.toArray(String[]::new));
                }
                return same(
                        ask(connection, "PFCOUNT", "hll:again:" + number), ask(connection, "PFCOUNT", "hll:" + number));
            }
        };
    }

    /** Transactions of two commands, with a watched key of its own that nobody else touches. */
    public static LoadScript transactions(int number) {
        return new LoadScript(TRANSACTIONS, STRINGS) {
            private long turn;
            private String value = "";
            private String expected = "";
            private boolean discarding;

            @Override
            protected byte[] next() {
                if (discarding) {
                    return request("DISCARD");
                }
                switch ((int) (turn++ % 5)) {
                    case 0 -> {
                        expected = "+OK\r\n";
                        return request("WATCH", "tx:" + number);
                    }
                    case 1 -> {
                        expected = "+OK\r\n";
                        return request("MULTI");
                    }
                    case 2 -> {
                        value = "value-" + turn;
                        expected = "+QUEUED\r\n";
                        return request("SET", "tx:" + number, value);
                    }
                    case 3 -> {
                        expected = "+QUEUED\r\n";
                        return request("GET", "tx:" + number);
                    }
                    default -> {
                        expected = "*2\r\n+OK\r\n" + bulk(value);
                        return request("EXEC");
                    }
                }
            }

            @Override
            protected boolean isRefusal(String reply) {
                return super.isRefusal(reply)
                        || reply.startsWith("-EXECABORT ")
                        || reply.startsWith("-ERR this transaction is held up");
            }

            @Override
            protected void absent() {
                // The transaction is spoilt, or there is none.
                discarding = true;
                turn = 0;
            }

            @Override
            protected @Nullable String judge(String reply) {
                if (discarding) {
                    discarding = false;
                    return reply.equals("+OK\r\n") || reply.equals("-ERR DISCARD without MULTI\r\n")
                            ? null
                            : "got " + reply;
                }
                return same(expected, reply);
            }
        };
    }
}
