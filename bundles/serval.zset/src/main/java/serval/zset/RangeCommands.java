package serval.zset;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.Reply;

/** ZRANGE, its store and its six elder relatives. */
@Component
public final class RangeCommands implements CommandFamily {
    private static final String COMPLEXITY =
            "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements returned.";
    private static final String BOUNDED_COMPLEXITY =
            "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being"
                    + " returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can"
                    + " consider it O(log(N)).";

    static final CommandSpec ZRANGE = command(
                    "ZRANGE key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]")
            .summary("Tells the members of a range of ranks, of scores, or in the order of bytes.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity(COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .type("start", Type.STRING)
            .type("stop", Type.STRING)
            .argumentSince("sortby", "6.2.0")
            .argumentSince("REV", "6.2.0")
            .argumentSince("LIMIT", "6.2.0")
            .changed("6.2.0", "REV, BYSCORE, BYLEX and LIMIT.")
            .build();

    static final CommandSpec ZRANGESTORE = command(
                    "ZRANGESTORE dst src min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]")
            .summary("Stores the members of a range in another key.")
            .group("sorted-set")
            .since("6.2.0")
            .complexity("O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements"
                    + " stored into the destination key.")
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .keys(RO, ACCESS)
            .type("min", Type.STRING)
            .type("max", Type.STRING)
            .build();

    static final CommandSpec ZREVRANGE = command("ZREVRANGE key start stop [WITHSCORES]")
            .summary("Tells the members of a range of ranks counted from the highest.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity(COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .deprecated("6.2.0", "`ZRANGE` with the `REV` argument")
            .build();

    static final CommandSpec ZRANGEBYSCORE = command("ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]")
            .summary("Tells the members of a range of scores.")
            .group("sorted-set")
            .since("1.0.5")
            .complexity(BOUNDED_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .argumentSince("WITHSCORES", "2.0.0")
            .changed("2.0.0", "WITHSCORES.")
            .deprecated("6.2.0", "`ZRANGE` with the `BYSCORE` argument")
            .build();

    static final CommandSpec ZREVRANGEBYSCORE = command(
                    "ZREVRANGEBYSCORE key max min [WITHSCORES] [LIMIT offset count]")
            .summary("Tells the members of a range of scores in descending order.")
            .group("sorted-set")
            .since("2.2.0")
            .complexity(BOUNDED_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .changed("2.1.6", "Ends that are not part of the range.")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments")
            .build();

    static final CommandSpec ZRANGEBYLEX = command("ZRANGEBYLEX key min max [LIMIT offset count]")
            .summary(
                    "Tells the members of a range in the order of their bytes, of a set whose scores are all the same.")
            .group("sorted-set")
            .since("2.8.9")
            .complexity(BOUNDED_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .type("min", Type.STRING)
            .type("max", Type.STRING)
            .deprecated("6.2.0", "`ZRANGE` with the `BYLEX` argument")
            .build();

    static final CommandSpec ZREVRANGEBYLEX = command("ZREVRANGEBYLEX key max min [LIMIT offset count]")
            .summary(
                    "Tells the members of a range against the order of their bytes, of a set whose scores are all the same.")
            .group("sorted-set")
            .since("2.8.9")
            .complexity(BOUNDED_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .type("min", Type.STRING)
            .type("max", Type.STRING)
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments")
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ZRANGE, call -> range(call, null, null))
                .add(ZRANGESTORE, this::zrangestore)
                .add(ZREVRANGE, call -> range(call, Range.By.RANK, true))
                .add(ZRANGEBYSCORE, call -> range(call, Range.By.SCORE, false))
                .add(ZREVRANGEBYSCORE, call -> range(call, Range.By.SCORE, true))
                .add(ZRANGEBYLEX, call -> range(call, Range.By.LEX, false))
                .add(ZREVRANGEBYLEX, call -> range(call, Range.By.LEX, true))
                .build();
    }

    private static void range(Call call, Range.@Nullable By by, @Nullable Boolean descending) {
        Range range = new Range(call, 1, false, by, descending);
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        Reply reply = call.reply();
        if (set == null) {
            reply.array(0);
            return;
        }
        range.find(set);
        reply.array(range.scores && reply.version() < 3 ? range.count * 2 : range.count);
        set.reply(reply, range.from, range.count, range.descending, range.scores);
    }

    void zrangestore(Call call) {
        Range range = new Range(call, 2, true, null, null);
        SortedSet source = call.key(2).read(SortedSetType.INSTANCE);
        SortedSet result = new SortedSet();
        if (source != null) {
            range.find(source);
            // Redis takes the large form where it cannot tell beforehand how many members there will be.
            if (range.by != Range.By.RANK
                    || range.count > SortedSetType.INSTANCE.limits().entries()) {
                result.unpack();
            }
            long[] left = {range.count};
            source.fromRank(range.from, range.descending, (member, score) -> {
                if (left[0]-- <= 0) {
                    return false;
                }
                result.put(member.array(), member.offset(), member.length(), score);
                return true;
            });
        }
        Stores.store(call, 1, result, "zrangestore");
    }
}
