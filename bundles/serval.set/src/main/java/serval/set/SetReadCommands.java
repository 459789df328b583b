package serval.set;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Glob;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** SCARD, SISMEMBER, SMISMEMBER, SMEMBERS, SRANDMEMBER and SSCAN. */
@Component
public final class SetReadCommands implements CommandFamily {
    static final CommandSpec SCARD = command("SCARD key")
            .summary("Tells the number of members of a set.")
            .group("set")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec SISMEMBER = command("SISMEMBER key member")
            .summary("Tells whether a set has a member.")
            .group("set")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec SMISMEMBER = command("SMISMEMBER key member [member ...]")
            .summary("Tells of each of several members whether a set has it.")
            .group("set")
            .since("6.2.0")
            .complexity("O(N) where N is the number of elements being checked for membership")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec SMEMBERS = command("SMEMBERS key")
            .summary("Tells all members of a set.")
            .group("set")
            .since("1.0.0")
            .complexity("O(N) where N is the set cardinality.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .tips("nondeterministic_output_order")
            .build();

    static final CommandSpec SRANDMEMBER = command("SRANDMEMBER key [count]")
            .summary("Tells members picked at random.")
            .group("set")
            .since("1.0.0")
            .complexity(
                    "Without the count argument O(1), otherwise O(N) where N is the absolute value of the passed count.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .tips("nondeterministic_output")
            .changed("2.6.0", "The argument count.")
            .build();

    static final CommandSpec SSCAN = command("SSCAN key cursor [MATCH pattern] [COUNT count]")
            .summary("Goes a step further through the members of a set.")
            .group("set")
            .since("2.8.0")
            .complexity(
                    "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to "
                            + "return back to 0. N is the number of elements inside the collection.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .tips("nondeterministic_output")
            .build();

    private static final Token MATCH = Token.of("MATCH");
    private static final Token COUNT = Token.of("COUNT");
    private static final int DEFAULT_COUNT = 10;
    /** Sets up to so many times as large as what is wanted are walked through instead of being picked from. */
    private static final int WALKED = 3;

    private final SplittableRandom random = new SplittableRandom();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SCARD, this::scard)
                .add(SISMEMBER, this::sismember)
                .add(SMISMEMBER, this::smismember)
                .add(SMEMBERS, this::smembers)
                .add(SRANDMEMBER, this::srandmember)
                .add(SSCAN, this::sscan)
                .build();
    }

    void scard(Call call) {
        SetObject set = call.key(1).read(SetType.INSTANCE);
        call.reply().integer(set == null ? 0 : set.size());
    }

    void sismember(Call call) {
        SetObject set = call.key(1).read(SetType.INSTANCE);
        call.reply().integer(has(set, call.slice(2)) ? 1 : 0);
    }

    private static boolean has(@Nullable SetObject set, ByteSlice member) {
        return set != null && set.contains(member.array(), member.offset(), member.length());
    }

    void smismember(Call call) {
        SetObject set = call.key(1).read(SetType.INSTANCE);
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().integer(has(set, call.slice(i)) ? 1 : 0);
        }
    }

    void smembers(Call call) {
        SetObject set = call.key(1).read(SetType.INSTANCE);
        Reply reply = call.reply();
        reply.set(set == null ? 0 : set.size());
        if (set != null) {
            set.forEach(member -> {
                reply.bulk(member);
                return true;
            });
        }
    }

    void srandmember(Call call) {
        Reply reply = call.reply();
        ByteSlice picked = new ByteSlice();
        if (call.count() == 2) {
            SetObject set = call.key(1).read(SetType.INSTANCE);
            if (set == null) {
                reply.nil();
            } else {
                set.random(random, picked);
                reply.bulk(picked);
            }
            return;
        }
        if (call.count() > 3) {
            throw CommandError.SYNTAX.exception();
        }
        long count = call.asLong(2, -Long.MAX_VALUE, Long.MAX_VALUE, SetErrors.COUNT_RANGE);
        SetObject set = call.key(1).read(SetType.INSTANCE);
        if (set == null || count == 0) {
            reply.array(0);
            return;
        }
        long size = set.size();
        long wanted = count < 0 ? -count : Math.min(count, size);
        reply.array(wanted);
        if (count < 0) {
            for (long i = 0; i < wanted; i++) {
                set.random(random, picked);
                reply.bulk(picked);
            }
        } else if (wanted > size / WALKED) {
            walk(set, wanted, reply);
        } else {
            TableForm told = new TableForm();
            while (told.size() < wanted) {
                set.random(random, picked);
                if (told.add(picked.array(), picked.offset(), picked.length())) {
                    reply.bulk(picked);
                }
            }
        }
    }

    /** Takes each member with the probability that leaves as many as are wanted. */
    private void walk(SetObject set, long wanted, Reply reply) {
        long[] left = {set.size(), wanted};
        set.forEach(member -> {
            if (random.nextLong(left[0]--) < left[1]) {
                left[1]--;
                reply.bulk(member);
            }
            return left[1] > 0;
        });
    }

    void sscan(Call call) {
        long cursor = cursor(call.slice(2));
        SetObject set = call.key(1).read(SetType.INSTANCE);
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
        long next = 0;
        if (set.form() instanceof TableForm large) {
            next = scan(large.table(), cursor, count, pattern, found);
        } else {
            ByteSlice wanted = pattern;
            set.forEach(member -> {
                collect(wanted, member.array(), member.offset(), member.length(), found);
                return true;
            });
        }
        reply.array(2);
        reply.bulk(next);
        reply.array(found.size());
        for (byte[] member : found) {
            reply.bulk(member);
        }
    }

    private static long scan(
            MemberTable table, long from, long count, @Nullable ByteSlice pattern, List<byte[]> found) {
        long steps = count > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : count * 10;
        long[] seen = new long[1];
        long cursor = from;
        do {
            cursor = table.scan(cursor, member -> {
                seen[0]++;
                collect(pattern, member, 0, member.length, found);
            });
        } while (cursor != 0 && steps-- > 0 && seen[0] < count);
        return cursor;
    }

    private static void collect(@Nullable ByteSlice pattern, byte[] array, int offset, int length, List<byte[]> found) {
        if (pattern == null
                || Glob.matches(pattern.array(), pattern.offset(), pattern.length(), array, offset, length, false)) {
            found.add(java.util.Arrays.copyOfRange(array, offset, offset + length));
        }
    }

    /** A cursor as C's {@code strtoul} reads it: 64 bits without sign, though a sign is allowed. */
    private static long cursor(ByteSlice text) {
        int at = text.length() > 1 && (text.at(0) == '-' || text.at(0) == '+') ? 1 : 0;
        boolean negative = at == 1 && text.at(0) == '-';
        long value = 0;
        for (; at < text.length(); at++) {
            long digit = text.at(at) - '0';
            boolean tooLarge =
                    Long.compareUnsigned(value, 1844674407370955161L) > 0 || value == 1844674407370955161L && digit > 5;
            if (!Ascii.isDigit(text.at(at)) || tooLarge) {
                throw SetErrors.INVALID_CURSOR.exception();
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}
