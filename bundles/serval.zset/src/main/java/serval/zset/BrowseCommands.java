package serval.zset;

import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.bytes.Glob;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.value.ScoreVisitor;

/** ZRANDMEMBER and ZSCAN: what looks into a sorted set in no order. */
@Component
public final class BrowseCommands implements CommandFamily {
    static final CommandSpec ZRANDMEMBER = command("ZRANDMEMBER key [count [WITHSCORES]]")
            .summary("Tells members picked at random.")
            .group("sorted-set")
            .since("6.2.0")
            .complexity("O(N) where N is the number of members returned")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("options")
            .tips("nondeterministic_output")
            .build();

    static final CommandSpec ZSCAN = command("ZSCAN key cursor [MATCH pattern] [COUNT count]")
            .summary("Goes a step further through the members of a sorted set.")
            .group("sorted-set")
            .since("2.8.0")
            .complexity(
                    "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to "
                            + "return back to 0. N is the number of elements inside the collection.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .tips("nondeterministic_output")
            .build();

    private static final CommandError INVALID_CURSOR = CommandError.of("ERR invalid cursor");
    private static final CommandError NOT_IN_RANGE = CommandError.of(
            "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    private static final Token WITHSCORES = Token.of("WITHSCORES");
    private static final Token MATCH = Token.of("MATCH");
    private static final Token COUNT = Token.of("COUNT");
    private static final int DEFAULT_COUNT = 10;
    /** Sets up to so many times as large as what is wanted are walked through instead of being picked from. */
    private static final int WALKED = 3;

    private final SplittableRandom random = new SplittableRandom();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ZRANDMEMBER, this::zrandmember)
                .add(ZSCAN, this::zscan)
                .build();
    }

    // Random members

    void zrandmember(Call call) {
        if (call.count() == 2) {
            SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
            if (set == null) {
                call.reply().nil();
            } else {
                set.form().reply(call.reply(), random.nextLong(set.size()), 1, false, false, false);
            }
            return;
        }
        long count = call.asLong(2);
        if (count == Long.MIN_VALUE) {
            throw NOT_IN_RANGE.exception();
        }
        boolean scores = call.count() == 4 && call.is(3, WITHSCORES);
        if (call.count() > 3 && !scores) {
            throw CommandError.SYNTAX.exception();
        }
        if (scores && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2)) {
            throw CommandError.OUT_OF_RANGE.exception();
        }
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        Reply reply = call.reply();
        if (set == null || count == 0) {
            reply.array(0);
            return;
        }
        long size = set.size();
        long wanted = count < 0 ? -count : Math.min(count, size);
        boolean nested = scores && reply.version() >= 3;
        reply.array(scores && !nested ? wanted * 2 : wanted);
        if (count < 0) {
            for (long i = 0; i < wanted; i++) {
                set.form().reply(reply, random.nextLong(size), 1, false, scores, nested);
            }
        } else if (set.isPacked() || wanted > size / WALKED) {
            walk(set, wanted, reply, scores, nested);
        } else {
            Set<Long> picked = new HashSet<>();
            while (picked.size() < wanted) {
                long rank = random.nextLong(size);
                if (picked.add(rank)) {
                    set.form().reply(reply, rank, 1, false, scores, nested);
                }
            }
        }
    }

    /** Takes each member with the probability that leaves as many as are wanted. */
    private void walk(SortedSet set, long wanted, Reply reply, boolean scores, boolean nested) {
        long[] left = {set.size(), wanted};
        set.forEach((member, score) -> {
            if (random.nextLong(left[0]--) < left[1]) {
                left[1]--;
                if (nested) {
                    reply.array(2);
                }
                reply.bulk(member);
                if (scores) {
                    reply.real(score);
                }
            }
            return left[1] > 0;
        });
    }

    // Scanning

    void zscan(Call call) {
        long cursor = cursor(call.slice(2));
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        Reply reply = call.reply();
        if (set == null) {
            reply.array(2);
            reply.bulk(0);
            reply.array(0);
            return;
        }
        long count = DEFAULT_COUNT;
        ByteSlice pattern = null;
        for (int i = 3; i < call.count(); i += 2) {
            boolean more = i + 1 < call.count();
            if (more && call.is(i, COUNT)) {
                count = call.asLong(i + 1);
                if (count < 1) {
                    throw CommandError.SYNTAX.exception();
                }
            } else if (more && call.is(i, MATCH)) {
                pattern = call.slice(i + 1);
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        List<byte[]> found = new ArrayList<>();
        long next = set.form() instanceof TreeForm large ? scan(large, cursor, count, pattern, found) : 0;
        if (set.isPacked()) {
            set.forEach(collector(pattern, found, new long[1], true));
        }
        reply.array(2);
        reply.bulk(next);
        reply.array(found.size());
        found.forEach(reply::bulk);
    }

    private static long scan(TreeForm form, long from, long count, @Nullable ByteSlice pattern, List<byte[]> found) {
        long steps = count > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : count * 10;
        long[] seen = new long[1];
        ScoreVisitor visitor = collector(pattern, found, seen, false);
        long cursor = from;
        do {
            cursor = form.scan(cursor, visitor);
        } while (cursor != 0 && steps-- > 0 && seen[0] < count);
        return cursor;
    }

    /** Small sets show their scores as they are kept, large ones with all digits, in Redis. */
    private static ScoreVisitor collector(
            @Nullable ByteSlice pattern, List<byte[]> found, long[] seen, boolean shortScores) {
        return (member, score) -> {
            seen[0]++;
            if (pattern == null
                    || Glob.matches(
                            pattern.array(),
                            pattern.offset(),
                            pattern.length(),
                            member.array(),
                            member.offset(),
                            member.length(),
                            false)) {
                found.add(member.copy());
                found.add(shortScores ? Doubles.toBytes(score) : ScoreText.seventeen(score));
            }
            return true;
        };
    }

    /** A cursor as C's {@code strtoul} reads it: 64 bits without sign, though a sign is allowed. */
    private static long cursor(ByteSlice text) {
        int at = 0;
        boolean negative = false;
        if (text.length() > 1 && (text.at(0) == '-' || text.at(0) == '+')) {
            negative = text.at(0) == '-';
            at = 1;
        }
        long value = 0;
        for (; at < text.length(); at++) {
            long digit = text.at(at) - '0';
            boolean tooLarge =
                    Long.compareUnsigned(value, 1844674407370955161L) > 0 || value == 1844674407370955161L && digit > 5;
            if (!Ascii.isDigit(text.at(at)) || tooLarge) {
                throw INVALID_CURSOR.exception();
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}
