package serval.keyspace.rdb;

import static serval.keyspace.rdb.TypeCode.HASH;
import static serval.keyspace.rdb.TypeCode.HASH_LISTPACK;
import static serval.keyspace.rdb.TypeCode.HASH_ZIPLIST;
import static serval.keyspace.rdb.TypeCode.HASH_ZIPMAP;
import static serval.keyspace.rdb.TypeCode.LIST;
import static serval.keyspace.rdb.TypeCode.LIST_QUICKLIST;
import static serval.keyspace.rdb.TypeCode.LIST_QUICKLIST_2;
import static serval.keyspace.rdb.TypeCode.LIST_ZIPLIST;
import static serval.keyspace.rdb.TypeCode.SET;
import static serval.keyspace.rdb.TypeCode.SET_INTSET;
import static serval.keyspace.rdb.TypeCode.SET_LISTPACK;
import static serval.keyspace.rdb.TypeCode.ZSET;
import static serval.keyspace.rdb.TypeCode.ZSET_BINARY;
import static serval.keyspace.rdb.TypeCode.ZSET_LISTPACK;
import static serval.keyspace.rdb.TypeCode.ZSET_ZIPLIST;

/** Values without elements, which early versions could write; they are left out, as Redis does. */
public final class EmptyValues {
    private static final int ZIPLIST_BYTES = 11;
    private static final int LISTPACK_BYTES = 7;
    private static final int INTSET_BYTES = 8;
    private static final int ZIPMAP_BYTES = 2;
    private static final int PACKED_NODE = 2;

    private EmptyValues() {}

    /** Whether a value of this code is next that has no elements; if so it is stepped over. */
    public static boolean isNext(int code, RdbInput in) {
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
