package serval.string;

import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.config.Configuration;
import serval.spi.config.StringLimit;

/** LCS: the longest common subsequence of two keys' strings. */
@Component
public final class LcsCommand implements CommandFamily {
    private static final Token IDX = Token.of("IDX");
    private static final Token LEN = Token.of("LEN");
    private static final Token MINMATCHLEN = Token.of("MINMATCHLEN");
    private static final Token WITHMATCHLEN = Token.of("WITHMATCHLEN");

    private static final CommandError NOT_STRINGS =
            CommandError.of("ERR The specified keys must contain string values");
    private static final CommandError LEN_AND_IDX =
            CommandError.of("ERR If you want both the length and indexes, please just use IDX.");
    private static final CommandError TABLE_TOO_LARGE =
            CommandError.of("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");

    /** What a cell of the table of lengths takes in Redis: the limit is kept, though less is needed here. */
    private static final long CELL_BYTES = 4;

    static final CommandSpec LCS = command("LCS key1 key2 [LEN] [IDX] [MINMATCHLEN min-match-len] [WITHMATCHLEN]")
            .summary("Finds the longest common subsequence of two strings.")
            .group("string")
            .since("7.0.0")
            .complexity("O(N*M) where N and M are the lengths of s1 and s2, respectively")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    private final StringLimit limit;

    /** Creates the command, which keeps to the configured limit of strings. */
    @Activate
    public LcsCommand(@Reference Configuration configuration) {
        limit = new StringLimit(configuration);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(LCS, this::lcs).build();
    }

    void lcs(Call call) {
        Key first = call.key(1);
        Key second = call.key(2);
        boolean strings = isString(first) & isString(second);
        if (!strings) {
            throw NOT_STRINGS.exception();
        }
        ByteSlice one = orEmpty(first.string().read());
        ByteSlice other = orEmpty(second.string().read());
        Options options = new Options(call);
        if (options.length && options.indexes) {
            throw LEN_AND_IDX.exception();
        }
        if ((one.length() + 1L) * (other.length() + 1L) > limit.bytes() / CELL_BYTES) {
            throw TABLE_TOO_LARGE.exception();
        }
        LongestCommonSubsequence found = new LongestCommonSubsequence(one, other, options.indexes || !options.length);
        if (options.indexes) {
            answerIndexes(call.reply(), found, options);
        } else if (options.length) {
            call.reply().integer(found.length());
        } else {
            call.reply().bulk(found.bytes());
        }
    }

    private static boolean isString(Key key) {
        if (key.peek() == null) {
            return true;
        }
        key.touch();
        return false;
    }

    private static ByteSlice orEmpty(@Nullable ByteSlice slice) {
        return slice == null ? new ByteSlice() : slice;
    }

    private static void answerIndexes(Reply reply, LongestCommonSubsequence found, Options options) {
        reply.map(2);
        reply.bulk("matches");
        reply.openArray();
        int[] ranges = new int[1];
        found.ranges((first, second, count) -> {
            if (count >= options.least) {
                ranges[0]++;
                reply.array(options.withLength ? 3 : 2);
                range(reply, first, count);
                range(reply, second, count);
                if (options.withLength) {
                    reply.integer(count);
                }
            }
        });
        reply.close(ranges[0]);
        reply.bulk("len");
        reply.integer(found.length());
    }

    private static void range(Reply reply, int from, int count) {
        reply.array(2);
        reply.integer(from);
        reply.integer(from + count - 1L);
    }

    private static final class Options {
        boolean indexes;
        boolean length;
        boolean withLength;
        long least;

        Options(Call call) {
            for (int i = 3; i < call.count(); i++) {
                if (call.is(i, IDX)) {
                    indexes = true;
                } else if (call.is(i, LEN)) {
                    length = true;
                } else if (call.is(i, WITHMATCHLEN)) {
                    withLength = true;
                } else if (call.is(i, MINMATCHLEN) && i + 1 < call.count()) {
                    least = call.asLong(++i);
                } else {
                    throw CommandError.SYNTAX.exception();
                }
            }
        }
    }
}
