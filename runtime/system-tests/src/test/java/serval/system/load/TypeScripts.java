package serval.system.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.system.RespConnection;

/** Scripts that write to values of every type, read them, and leave them as they were. */
public final class TypeScripts {
    private TypeScripts() {}

    /** A command, and the reply that it has to get. A hash sign in either stands for the number of the round. */
    private record Step(String command, String reply) {}

    private static final class Cycle extends LoadScript {
        private final Step[] steps;
        private int at = -1;
        private long round = 1_000_000_000;

        Cycle(List<String> modules, Step... steps) {
            super(modules.toArray(String[]::new));
            this.steps = steps;
        }

        @Override
        protected byte[] next() {
            if (++at == steps.length) {
                at = 0;
                round++;
            }
            return request(filled(steps[at].command).split(" "));
        }

        private String filled(String text) {
            return text.replace("#", Long.toString(round));
        }

        @Override
        protected @Nullable String judge(String reply) {
            return same(filled(steps[at].reply), reply);
        }

        @Override
        protected boolean isRefusal(String reply) {
            return super.isRefusal(reply) || reply.startsWith("-ERR no bundle serves type ");
        }

        @Override
        protected void absent() {
            at--;
        }

        /** Ends the round, so that what was added is gone again. */
        @Override
        protected @Nullable String verify(RespConnection connection) {
            while (at < steps.length - 1) {
                connection.send(next());
                String wrong = judge(new String(connection.reply(), StandardCharsets.ISO_8859_1));
                if (wrong != null) {
                    return steps[at].command + ": " + wrong;
                }
            }
            return null;
        }
    }

    private static LoadScript cycle(String modules, Step... steps) {
        return new Cycle(List.of(modules.split(" ")), steps);
    }

    private static Step number(String command, long reply) {
        return new Step(command, ":" + reply + "\r\n");
    }

    private static Step text(String command, String reply) {
        return new Step(command, "$" + reply.replace("#", "0123456789").length() + "\r\n" + reply + "\r\n");
    }

    /** Scripts with keys of their own. */
    public static List<LoadScript> small() {
        List<LoadScript> scripts = new ArrayList<>();
        scripts.add(cycle(
                "serval.list",
                number("RPUSH own:list a b", 2),
                new Step("LRANGE own:list 0 -1", "*2\r\n$1\r\na\r\n$1\r\nb\r\n"),
                text("LPOP own:list", "a"),
                text("LPOP own:list", "b")));
        scripts.add(cycle(
                "serval.set",
                number("SADD own:set a b", 2),
                number("SISMEMBER own:set b", 1),
                number("SREM own:set a b", 2)));
        scripts.add(cycle(
                "serval.hash",
                number("HSET own:hash a #", 1),
                text("HGET own:hash a", "#"),
                number("HINCRBY own:hash b 2", 2),
                number("HDEL own:hash a b", 2)));
        scripts.add(cycle(
                "serval.zset",
                number("ZADD own:zset 1 a 2 b", 2),
                text("ZSCORE own:zset b", "2"),
                number("ZREM own:zset a b", 2)));
        scripts.add(cycle(
                "serval.geo serval.zset",
                number("GEOADD own:geo 13.361389 38.115556 Palermo", 1),
                text("GEODIST own:geo Palermo Palermo", "0.0000"),
                number("ZREM own:geo Palermo", 1)));
        scripts.add(cycle(
                "serval.stream",
                text("XADD own:stream #-1 field value", "#-1"),
                number("XLEN own:stream", 1),
                number("XTRIM own:stream MAXLEN 0", 1)));
        scripts.add(
                cycle("serval.keys serval.list", new Step("SORT list:numbers DESC LIMIT 0 1", "*1\r\n$4\r\n2999\r\n")));
        scripts.add(Scripts.strings(0));
        scripts.add(Scripts.hyperLogLogs(0));
        return scripts;
    }

    /** Scripts that add to values of this many elements, the keys {@code large:list} and so on, and remove it again. */
    public static List<LoadScript> large(int elements) {
        return List.of(
                cycle(
                        "serval.list",
                        number("RPUSH large:list new", elements + 1),
                        text("LINDEX large:list -1", "new"),
                        text("RPOP large:list", "new")),
                cycle(
                        "serval.set",
                        number("SADD large:set new", 1),
                        number("SISMEMBER large:set new", 1),
                        number("SREM large:set new", 1),
                        number("SCARD large:set", elements)),
                cycle(
                        "serval.hash",
                        number("HSET large:hash new #", 1),
                        text("HGET large:hash new", "#"),
                        number("HDEL large:hash new", 1),
                        number("HLEN large:hash", elements)),
                cycle(
                        "serval.zset",
                        number("ZADD large:zset -1 new", 1),
                        number("ZRANK large:zset new", 0),
                        number("ZREM large:zset new", 1),
                        number("ZCARD large:zset", elements)),
                cycle(
                        "serval.stream",
                        text("XADD large:stream #-1 field value", "#-1"),
                        number("XLEN large:stream", elements + 1),
                        number("XDEL large:stream #-1", 1)));
    }
}
