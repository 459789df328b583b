package serval.aof.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import serval.aof.write.Outgoing;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.type.Value;
import serval.sdk.value.HashValue;
import serval.sdk.value.ListValue;
import serval.sdk.value.SetValue;
import serval.sdk.value.SortedSetValue;

/**
 * A key's value as the commands that make it: RPUSH, SADD, ZADD and HSET with up to 64 elements each, SET for a string, and
 * RESTORE for whatever has no such commands.
 */
public final class ValueCommands {
    private static final int ITEMS = 64;

    private static final byte[] SET = ascii("SET");
    private static final byte[] PXAT = ascii("PXAT");
    private static final byte[] RPUSH = ascii("RPUSH");
    private static final byte[] SADD = ascii("SADD");
    private static final byte[] ZADD = ascii("ZADD");
    private static final byte[] HMSET = ascii("HMSET");
    private static final byte[] RESTORE = ascii("RESTORE");
    private static final byte[] ABSTTL = ascii("ABSTTL");
    private static final byte[] PEXPIREAT = ascii("PEXPIREAT");

    private final Outgoing out;
    private final List<byte[]> words = new ArrayList<>();

    /** Says values to {@code out}. */
    public ValueCommands(Outgoing out) {
        this.out = out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a value of this type has commands of its own; else it is said by {@link #restore}. */
    public static boolean isPlain(Value value) {
        return switch (value.type().name()) {
            case "list" -> value instanceof ListValue;
            case "set" -> value instanceof SetValue;
            case "zset" -> value instanceof SortedSetValue;
            case "hash" -> value instanceof HashValue;
            default -> false;
        };
    }

    /** A string. */
    public void string(byte[] key, byte[] value, long expiresAt) {
        if (expiresAt < 0) {
            out.command(new byte[][] {SET, key, value});
        } else {
            out.command(new byte[][] {SET, key, value, PXAT, Longs.toBytes(expiresAt)});
        }
    }

    /** A value of whatever type, as its payload. */
    public void restore(byte[] key, byte[] payload, long expiresAt) {
        if (expiresAt < 0) {
            out.command(new byte[][] {RESTORE, key, Longs.toBytes(0), payload});
        } else {
            out.command(new byte[][] {RESTORE, key, Longs.toBytes(expiresAt), payload, ABSTTL});
        }
    }

    /** A value; a hash only if none of its fields expires. */
    public void value(byte[] key, Value value, long expiresAt) {
        switch (value) {
            case ListValue list -> {
                list.forEach(0, element -> add(RPUSH, key, element.copy()));
                flush(RPUSH, key);
            }
            case SetValue set -> {
                set.forEach(element -> add(SADD, key, element.copy()));
                flush(SADD, key);
            }
            case SortedSetValue sorted -> {
                sorted.forEach((member, score) -> add(ZADD, key, Doubles.toBytes(score), member.copy()));
                flush(ZADD, key);
            }
            case HashValue hash -> {
                hash.forEach((field, content) -> add(HMSET, key, field.copy(), content.copy()));
                flush(HMSET, key);
            }
            default ->
                throw new IllegalStateException(
                        "no commands for " + value.type().name());
        }
        expiry(key, expiresAt);
    }

    /** Elements of a list from an index on, so many at most; returns how many there were. */
    int slice(byte[] key, ListValue list, long from, int most) {
        int[] count = {0};
        list.forEach(from, element -> {
            add(RPUSH, key, element.copy());
            return ++count[0] < most;
        });
        flush(RPUSH, key);
        return count[0];
    }

    /** The elements that have come by now; of one that is not complete nothing is taken. */
    void slice(byte[] key, Row row, ElementTape tape) {
        switch (row) {
            case SET -> {
                while (tape.size() > 0) {
                    add(SADD, key, tape.string());
                }
                flush(SADD, key);
            }
            case SORTED_SET -> {
                while (tape.size() > 1) {
                    byte[] member = tape.string();
                    add(ZADD, key, Doubles.toBytes(tape.real()), member);
                }
                flush(ZADD, key);
            }
            case HASH -> {
                while (tape.size() > 1) {
                    add(HMSET, key, tape.string(), tape.string());
                }
                flush(HMSET, key);
            }
        }
    }

    /** When a key expires, behind its elements; nothing if it does not. */
    void expiry(byte[] key, long expiresAt) {
        if (expiresAt >= 0) {
            out.command(new byte[][] {PEXPIREAT, key, Longs.toBytes(expiresAt)});
        }
    }

    private boolean add(byte[] command, byte[] key, byte[]... more) {
        if (words.isEmpty()) {
            words.add(command);
            words.add(key);
        }
        for (byte[] word : more) {
            words.add(word);
        }
        if ((words.size() - 2) / more.length >= ITEMS) {
            flush(command, key);
        }
        return true;
    }

    private void flush(byte[] command, byte[] key) {
        if (!words.isEmpty()) {
            out.command(words.toArray(byte[][]::new));
            words.clear();
        }
    }
}
