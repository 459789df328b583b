package serval.keys;

import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.TOUCHES_ARBITRARY_KEYS;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.bytes.Glob;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.type.ValueType;

/** KEYS and SCAN. */
@Component
public final class ScanCommands implements CommandFamily {
    private static final Token MATCH = Token.of("MATCH");
    private static final Token COUNT = Token.of("COUNT");
    private static final Token TYPE = Token.of("TYPE");
    private static final int DEFAULT_COUNT = 10;

    static final CommandSpec KEYS = CommandSpec.command("KEYS pattern")
            .summary("Tells the names of all keys that match a pattern.")
            .group("generic")
            .since("1.0.0")
            .complexity(
                    "O(N) with N being the number of keys in the database, under the assumption that the key names in the "
                            + "database and the given pattern have limited length.")
            .flags(READONLY)
            .categories("dangerous")
            .tips("request_policy:all_shards", "nondeterministic_output_order")
            .build();

    static final CommandSpec SCAN = CommandSpec.command("SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]")
            .summary("Goes a step further through the names of all keys.")
            .group("generic")
            .since("2.8.0")
            .complexity(
                    "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to "
                            + "return back to 0. N is the number of elements inside the collection.")
            .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
            .argumentSince("TYPE", "6.0.0")
            .tips("nondeterministic_output", "request_policy:special", "response_policy:special")
            .changed("6.0.0", "The option TYPE.")
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(KEYS, this::keys).add(SCAN, this::scan).build();
    }

    void keys(Call call) {
        ByteSlice pattern = call.slice(1);
        boolean all = Glob.matchesAll(pattern.array(), pattern.offset(), pattern.length());
        Reply reply = call.reply();
        long[] found = new long[1];
        reply.openArray();
        long cursor = 0;
        do {
            cursor = call.keys().scan(cursor, name -> {
                if (all || matches(pattern, name)) {
                    reply.bulk(name);
                    found[0]++;
                }
            });
        } while (cursor != 0);
        reply.close(found[0]);
    }

    private static boolean matches(ByteSlice pattern, ByteSlice name) {
        return Glob.matches(
                pattern.array(), pattern.offset(), pattern.length(), name.array(), name.offset(), name.length(), false);
    }

    void scan(Call call) {
        long cursor = Cursors.read(call.slice(1));
        long count = DEFAULT_COUNT;
        ByteSlice pattern = null;
        String type = null;
        for (int i = 2; i < call.count(); i += 2) {
            boolean more = i + 1 < call.count();
            if (call.is(i, COUNT) && more) {
                count = call.asLong(i + 1);
                if (count < 1) {
                    throw CommandError.SYNTAX.exception();
                }
            } else if (call.is(i, MATCH) && more) {
                pattern = call.slice(i + 1);
            } else if (call.is(i, TYPE) && more) {
                type = call.text(i + 1);
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        List<byte[]> found = new ArrayList<>();
        long next = walk(call.keys(), cursor, count, pattern, found);
        if (type != null) {
            String wanted = type;
            found.removeIf(name -> !isOfType(call.keys(), name, wanted));
        }
        Reply reply = call.reply();
        reply.array(2);
        reply.bulk(next);
        reply.array(found.size());
        found.forEach(reply::bulk);
    }

    /** Steps until enough keys have been seen, or so many steps have found few that others should have their turn. */
    private static long walk(Keys keys, long from, long count, @Nullable ByteSlice pattern, List<byte[]> found) {
        long steps = count > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : count * 10;
        long[] seen = new long[1];
        long cursor = from;
        do {
            cursor = keys.scan(cursor, name -> {
                seen[0]++;
                if (pattern == null || matches(pattern, name)) {
                    found.add(name.copy());
                }
            });
        } while (cursor != 0 && steps-- > 0 && seen[0] < count);
        return cursor;
    }

    private static boolean isOfType(Keys keys, byte[] name, String wanted) {
        Key key = keys.open(name);
        ValueType<?> type = key.exists() ? key.type() : null;
        return type != null && type.name().equalsIgnoreCase(wanted);
    }
}
