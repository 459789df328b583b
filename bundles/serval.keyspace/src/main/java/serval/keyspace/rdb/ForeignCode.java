package serval.keyspace.rdb;

import static serval.keyspace.rdb.TypeCode.HASH;
import static serval.keyspace.rdb.TypeCode.HASH_LISTPACK;
import static serval.keyspace.rdb.TypeCode.HASH_TIMED;
import static serval.keyspace.rdb.TypeCode.HASH_TIMED_EARLY;
import static serval.keyspace.rdb.TypeCode.HASH_TIMED_LISTPACK;
import static serval.keyspace.rdb.TypeCode.HASH_TIMED_LISTPACK_EARLY;
import static serval.keyspace.rdb.TypeCode.HASH_ZIPLIST;
import static serval.keyspace.rdb.TypeCode.HASH_ZIPMAP;
import static serval.keyspace.rdb.TypeCode.LIST;
import static serval.keyspace.rdb.TypeCode.LIST_QUICKLIST;
import static serval.keyspace.rdb.TypeCode.LIST_QUICKLIST_2;
import static serval.keyspace.rdb.TypeCode.LIST_ZIPLIST;
import static serval.keyspace.rdb.TypeCode.SET;
import static serval.keyspace.rdb.TypeCode.SET_INTSET;
import static serval.keyspace.rdb.TypeCode.SET_LISTPACK;
import static serval.keyspace.rdb.TypeCode.STREAM;
import static serval.keyspace.rdb.TypeCode.STREAM_2;
import static serval.keyspace.rdb.TypeCode.STREAM_3;
import static serval.keyspace.rdb.TypeCode.ZSET;
import static serval.keyspace.rdb.TypeCode.ZSET_BINARY;
import static serval.keyspace.rdb.TypeCode.ZSET_LISTPACK;
import static serval.keyspace.rdb.TypeCode.ZSET_ZIPLIST;

import serval.sdk.type.CorruptValueException;

/**
 * The RDB codes of Redis' own types, as far as it takes to step over a value whose type is absent: to know whose it is and where it
 * ends. What is inside of strings that hold packed forms is not looked at.
 */
public final class ForeignCode {
    private static final int STREAM_ID_BYTES = 16;

    private ForeignCode() {}

    /**
     * The name of the type that a code belongs to.
     *
     * @throws CorruptValueException if Redis has no type with this code
     */
    public static String name(int code) {
        return switch (code) {
            case LIST, LIST_ZIPLIST, LIST_QUICKLIST, LIST_QUICKLIST_2 -> "list";
            case SET, SET_INTSET, SET_LISTPACK -> "set";
            case ZSET, ZSET_BINARY, ZSET_ZIPLIST, ZSET_LISTPACK -> "zset";
            case HASH, HASH_ZIPMAP, HASH_ZIPLIST, HASH_LISTPACK -> "hash";
            case HASH_TIMED_EARLY, HASH_TIMED_LISTPACK_EARLY, HASH_TIMED, HASH_TIMED_LISTPACK -> "hash";
            case STREAM, STREAM_2, STREAM_3 -> "stream";
            default -> throw new CorruptValueException("no type with code " + code + " is known");
        };
    }

    /** Steps over a value of this code; returns its bytes. */
    public static byte[] skip(int code, RdbInput in) {
        long from = in.mark();
        stepOver(code, in);
        return in.since(from);
    }

    /** Steps over a value of this code, which is one that {@link #name} knows, or a string's. */
    public static void stepOver(int code, RdbInput in) {
        switch (code) {
            case LIST, SET, LIST_QUICKLIST -> strings(in, count(in));
            case HASH -> strings(in, count(in) * 2);
            case ZSET -> {
                for (long left = count(in); left > 0; left--) {
                    in.skipString();
                    in.textReal();
                }
            }
            case ZSET_BINARY -> {
                for (long left = count(in); left > 0; left--) {
                    in.skipString();
                    in.fixed64();
                }
            }
            case LIST_QUICKLIST_2 -> {
                for (long left = count(in); left > 0; left--) {
                    in.length();
                    in.skipString();
                }
            }
            case STREAM, STREAM_2, STREAM_3 -> stream(code, in);
            case HASH_TIMED_EARLY -> timedFields(in);
            case HASH_TIMED -> {
                in.fixed64();
                timedFields(in);
            }
            case HASH_TIMED_LISTPACK -> {
                in.fixed64();
                in.skipString();
            }
            default -> in.skipString();
        }
    }

    private static void timedFields(RdbInput in) {
        for (long left = count(in); left > 0; left--) {
            in.length();
            strings(in, 2);
        }
    }

    /** A number of elements, each of which takes a byte at the least. */
    private static long count(RdbInput in) {
        long count = in.length();
        if (count < 0 || count > in.remaining()) {
            throw new CorruptValueException("value has more elements than bytes");
        }
        return count;
    }

    private static void strings(RdbInput in, long count) {
        for (long left = count; left > 0; left--) {
            in.skipString();
        }
    }

    private static void lengths(RdbInput in, int count) {
        for (int i = 0; i < count; i++) {
            in.length();
        }
    }

    private static void stream(int code, RdbInput in) {
        strings(in, count(in) * 2);
        // Length and last id; since the second form also the first id, the greatest deleted one, and how many were
        // added.
        lengths(in, code == STREAM ? 3 : 8);
        for (long groups = count(in); groups > 0; groups--) {
            in.skipString();
            lengths(in, code == STREAM ? 2 : 3);
            for (long pending = count(in); pending > 0; pending--) {
                in.skip(STREAM_ID_BYTES + 8);
                in.length();
            }
            for (long consumers = count(in); consumers > 0; consumers--) {
                in.skipString();
                in.skip(code == STREAM_3 ? 16 : 8);
                for (long pending = count(in); pending > 0; pending--) {
                    in.skip(STREAM_ID_BYTES);
                }
            }
        }
    }
}
