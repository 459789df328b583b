package serval.hash;

import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

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
import serval.sdk.key.Keys;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** HGETALL, HKEYS, HVALS, HSCAN: what goes through all fields. */
@Component
public final class HashBrowseCommands implements CommandFamily {
    static final CommandSpec HGETALL =
            all("HGETALL key").summary("Reads all fields and values of a hash.").build();

    static final CommandSpec HKEYS =
            all("HKEYS key").summary("Reads all fields of a hash.").build();

    static final CommandSpec HVALS =
            all("HVALS key").summary("Reads all values of a hash.").build();

    static final CommandSpec HSCAN = command("HSCAN key cursor [MATCH pattern] [COUNT count] [NOVALUES]")
            .summary("Goes through the fields and values of a hash, some at each call.")
            .group("hash")
            .since("2.8.0")
            .complexity("O(1) for each call, O(N) for all of them, where N is the number of fields.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .argumentSince("NOVALUES", "7.4.0")
            .tips("nondeterministic_output")
            .build();

    private static final Token MATCH = Token.of("MATCH");
    private static final Token COUNT = Token.of("COUNT");
    private static final Token NOVALUES = Token.of("NOVALUES");
    private static final long DEFAULT_COUNT = 10;

    private final HashReply replies = new HashReply();

    private static CommandSpec.Builder all(String syntax) {
        return command(syntax)
                .group("hash")
                .since("2.0.0")
                .complexity("O(N) where N is the number of fields.")
                .flags(READONLY)
                .keys(RO, ACCESS)
                .tips("nondeterministic_output_order");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(HGETALL, call -> all(call, HashReply.FIELDS | HashReply.VALUES))
                .add(HKEYS, call -> all(call, HashReply.FIELDS))
                .add(HVALS, call -> all(call, HashReply.VALUES))
                .add(HSCAN, this::hscan)
                .build();
    }

    private void all(Call call, int what) {
        Hash hash = call.key(1).read(HashType.INSTANCE);
        if (hash != null) {
            replies.all(call.reply(), hash, what, horizon(call, hash));
        } else if (what == (HashReply.FIELDS | HashReply.VALUES)) {
            call.reply().map(0);
        } else {
            call.reply().array(0);
        }
    }

    /** The time before which fields must not have expired to be shown. */
    private static long horizon(Call call, Hash hash) {
        return hash.nextExpiry() < call.now() && call.keys().expired() != Keys.Expired.SHOW ? call.now() : 0;
    }

    void hscan(Call call) {
        long cursor = Cursors.read(call.slice(2));
        Hash hash = call.key(1).read(HashType.INSTANCE);
        Reply reply = call.reply();
        if (hash == null) {
            reply.array(2);
            reply.bulk(0);
            reply.array(0);
            return;
        }
        long count = DEFAULT_COUNT;
        ByteSlice pattern = null;
        boolean values = true;
        int at = 3;
        while (at < call.count()) {
            boolean more = at + 1 < call.count();
            if (call.is(at, COUNT) && more) {
                count = call.asLong(at + 1);
                if (count < 1) {
                    throw CommandError.SYNTAX.exception();
                }
                at += 2;
            } else if (call.is(at, MATCH) && more) {
                pattern = call.slice(at + 1);
                at += 2;
            } else if (call.is(at, NOVALUES)) {
                values = false;
                at++;
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (pattern != null && Glob.matchesAll(pattern.array(), pattern.offset(), pattern.length())) {
            pattern = null;
        }
        long horizon = horizon(call, hash);
        FieldTable table = hash.table();
        if (table == null) {
            reply.array(2);
            reply.bulk(0);
            pairs(reply, hash, pattern, values, horizon);
            return;
        }
        List<byte[]> found = new ArrayList<>();
        long next = walk(table, cursor, count, found);
        reply.array(2);
        reply.bulk(next);
        entries(reply, found, pattern, values, horizon);
    }

    /** Steps until enough fields have been seen, or so many steps have found few that others should have their turn. */
    private static long walk(FieldTable table, long from, long count, List<byte[]> found) {
        long steps = count > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : count * 10;
        long cursor = from;
        do {
            cursor = table.scan(cursor, found::add);
        } while (cursor != 0 && steps-- > 0 && found.size() < count);
        return cursor;
    }

    private static void entries(
            Reply reply, List<byte[]> found, @Nullable ByteSlice pattern, boolean values, long horizon) {
        ByteSlice slice = new ByteSlice();
        long written = 0;
        reply.openArray();
        for (byte[] entry : found) {
            if (shown(FieldEntry.field(entry, slice), FieldEntry.expiry(entry), pattern, horizon)) {
                reply.bulk(slice);
                written++;
                if (values) {
                    reply.bulk(FieldEntry.value(entry, slice));
                    written++;
                }
            }
        }
        reply.close(written);
    }

    private static void pairs(Reply reply, Hash hash, @Nullable ByteSlice pattern, boolean values, long horizon) {
        long[] written = new long[1];
        reply.openArray();
        hash.each((field, value, expiry) -> {
            if (shown(field, expiry, pattern, horizon)) {
                reply.bulk(field);
                if (values) {
                    reply.bulk(value);
                }
                written[0] += values ? 2 : 1;
            }
            return true;
        });
        reply.close(written[0]);
    }

    private static boolean shown(ByteSlice field, long expiry, @Nullable ByteSlice pattern, long horizon) {
        return (expiry == 0 || expiry >= horizon)
                && (pattern == null
                        || Glob.matches(
                                pattern.array(),
                                pattern.offset(),
                                pattern.length(),
                                field.array(),
                                field.offset(),
                                field.length(),
                                false));
    }
}
