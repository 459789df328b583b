package serval.keyspace;

import serval.sdk.type.CorruptValueException;

/** Names the structure in which a value is packed when that is not sound, in Redis' words. */
final class Integrity {
    private Integrity() {}

    /** What a codec found out, with the name of what it read before it; values that are not packed are left as they are. */
    static CorruptValueException told(int code, CorruptValueException corrupt) {
        String name = name(code);
        return name.isEmpty()
                ? corrupt
                : new CorruptValueException(name + " integrity check failed: " + corrupt.getMessage());
    }

    private static String name(int code) {
        return switch (code) {
            case 9 -> "Zipmap";
            case 10, 14 -> "Ziplist";
            case 11 -> "Intset";
            case 12 -> "Zset ziplist";
            case 13 -> "Hash ziplist";
            case 15, 19, 21 -> "Stream listpack";
            case 16 -> "Hash listpack";
            case 17 -> "Zset listpack";
            case 18 -> "Listpack";
            case 20 -> "Set listpack";
            default -> "";
        };
    }
}
