package serval.sdk.command;

import java.util.Map;
import java.util.Set;
import serval.sdk.command.Argument.Type;

/** What an argument's name tells of its type; the names are those of Redis' documentation. */
final class ArgumentTypes {
    private static final Set<String> KEYS =
            Set.of("key", "key1", "key2", "newkey", "destkey", "sourcekey", "source", "destination", "dst", "src");

    private static final Set<String> INTEGERS = Set.of(
            "bit",
            "bits",
            "client-id",
            "cluster-bus-port",
            "config-epoch",
            "count",
            "cursor",
            "db",
            "decrement",
            "destination-db",
            "end",
            "end-slot",
            "entries-added",
            "entries-read",
            "frequency",
            "increment",
            "index",
            "index1",
            "index2",
            "len",
            "limit",
            "milliseconds",
            "min-match-len",
            "ms",
            "num-matches",
            "numkeys",
            "numlocal",
            "numreplicas",
            "offset",
            "port",
            "protover",
            "rank",
            "seconds",
            "slot",
            "start",
            "start-slot",
            "stop",
            "ttl",
            "version",
            "weight");

    private static final Set<String> DOUBLES =
            Set.of("height", "latitude", "longitude", "max", "min", "radius", "score", "timeout", "width");

    private static final Map<String, String> TOKENS = Map.of(
            "",
            "empty-string",
            "*",
            "auto-id",
            "$",
            "new-id",
            "=",
            "equal",
            "~",
            "approximately",
            "CH",
            "change",
            "INCR",
            "increment");

    private ArgumentTypes() {}

    /** The type of an argument of this name, where there are keys and where there are none. */
    static Type of(String name, boolean keys) {
        if (KEYS.contains(name)) {
            return keys ? Type.KEY : Type.STRING;
        }
        if (INTEGERS.contains(name)) {
            return Type.INTEGER;
        }
        if (DOUBLES.contains(name)) {
            return Type.DOUBLE;
        }
        if (name.startsWith("unix-time")) {
            return Type.UNIX_TIME;
        }
        return name.equals("pattern") ? Type.PATTERN : Type.STRING;
    }

    /** The name of an argument that consists of a token. */
    static String tokenName(String token) {
        String name = TOKENS.get(token);
        return name != null ? name : token.toLowerCase(java.util.Locale.ROOT);
    }

    /** The name of a choice whose alternatives are these, as far as Redis has a custom. */
    static String choiceName(Set<String> tokens) {
        if (tokens.contains("NX")) {
            return "condition";
        }
        if (tokens.contains("GT")) {
            return "comparison";
        }
        if (tokens.contains("EX")) {
            return "expiration";
        }
        if (tokens.contains("ASC")) {
            return "order";
        }
        if (tokens.contains("KM") || tokens.contains("BYTE")) {
            return "unit";
        }
        if (tokens.contains("BYLEX")) {
            return "sortby";
        }
        if (tokens.contains("ASYNC")) {
            return "flush-type";
        }
        if (tokens.contains("ON")) {
            return "enabled";
        }
        if (tokens.contains("MAXLEN")) {
            return "strategy";
        }
        if (tokens.contains("=")) {
            return "operator";
        }
        if (tokens.contains("*") || tokens.contains("$")) {
            return "id-selector";
        }
        return tokens.contains("LEFT") || tokens.contains("MIN") || tokens.contains("BEFORE") ? "where" : "choice";
    }
}
