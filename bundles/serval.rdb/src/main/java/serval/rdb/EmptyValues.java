package serval.rdb;

import serval.keyspace.rdb.RdbInput;

/** Values without elements, which early versions could write; they are left out, as Redis does. */
final class EmptyValues {
    private static final int LIST = 1;
    private static final int SET = 2;
    private static final int ZSET = 3;
    private static final int HASH = 4;
    private static final int ZSET_BINARY = 5;
    private static final int HASH_ZIPMAP = 9;
    private static final int LIST_ZIPLIST = 10;
    private static final int SET_INTSET = 11;
    private static final int ZSET_ZIPLIST = 12;
    private static final int HASH_ZIPLIST = 13;
    private static final int LIST_QUICKLIST = 14;
    private static final int HASH_LISTPACK = 16;
    private static final int ZSET_LISTPACK = 17;
    private static final int LIST_QUICKLIST_2 = 18;
    private static final int SET_LISTPACK = 20;

    private static final int ZIPLIST_BYTES = 11;
    private static final int LISTPACK_BYTES = 7;
    private static final int INTSET_BYTES = 8;
    private static final int ZIPMAP_BYTES = 2;
    private static final int PACKED_NODE = 2;

    private EmptyValues() {}

    /** Whether a value of this code is next that has no elements; if so it is stepped over. */
    static boolean isNext(int code, RdbInput in) {
        long from = in.mark();
        boolean empty = switch (code) {
            case LIST, SET, ZSET, HASH, ZSET_BINARY -> in.length() == 0;
            case LIST_ZIPLIST, ZSET_ZIPLIST, HASH_ZIPLIST -> isPacked(in, ZIPLIST_BYTES);
            case HASH_LISTPACK, ZSET_LISTPACK, SET_LISTPACK -> isPacked(in, LISTPACK_BYTES);
            case SET_INTSET -> isPacked(in, INTSET_BYTES);
            case HASH_ZIPMAP -> isPacked(in, ZIPMAP_BYTES);
            case LIST_QUICKLIST -> areEmptyNodes(in, false);
            case LIST_QUICKLIST_2 -> areEmptyNodes(in, true);
            default -> false;
        };
        if (empty) {
            in.since(from);
        } else {
            in.back(from);
        }
        return empty;
    }

    /** Whether the next string is as long as a packed form without elements. */
    private static boolean isPacked(RdbInput in, int bytes) {
        // No such string is compressed, and none that is that short has any elements.
        if (in.octet() != bytes) {
            return false;
        }
        in.skip(bytes);
        return true;
    }

    private static boolean areEmptyNodes(RdbInput in, boolean second) {
        for (long nodes = in.length(); nodes > 0; nodes--) {
            if (second && in.length() != PACKED_NODE || !isPacked(in, second ? LISTPACK_BYTES : ZIPLIST_BYTES)) {
                return false;
            }
        }
        return true;
    }
}
