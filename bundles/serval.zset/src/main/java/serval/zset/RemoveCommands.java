package serval.zset;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;

/** ZREM, ZREMRANGEBYRANK, ZREMRANGEBYSCORE and ZREMRANGEBYLEX. */
@Component
public final class RemoveCommands implements CommandFamily {
    private static final String RANGE_COMPLEXITY =
            "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by"
                    + " the operation.";

    static final CommandSpec ZREM = command("ZREM key member [member ...]")
            .summary("Removes members from a sorted set.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity("O(M*log(N)) with N being the number of elements in the sorted set and M the number of elements"
                    + " to be removed.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE)
            .changed("2.4.0", "Several members.")
            .build();

    static final CommandSpec ZREMRANGEBYRANK = command("ZREMRANGEBYRANK key start stop")
            .summary("Removes the members of a range of ranks.")
            .group("sorted-set")
            .since("2.0.0")
            .complexity(RANGE_COMPLEXITY)
            .flags(WRITE)
            .keys(RW, DELETE)
            .type("stop", Type.INTEGER)
            .build();

    static final CommandSpec ZREMRANGEBYSCORE = command("ZREMRANGEBYSCORE key min max")
            .summary("Removes the members of a range of scores.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity(RANGE_COMPLEXITY)
            .flags(WRITE)
            .keys(RW, DELETE)
            .build();

    static final CommandSpec ZREMRANGEBYLEX = command("ZREMRANGEBYLEX key min max")
            .summary(
                    "Removes the members of a range in the order of their bytes, of a set whose scores are all the same.")
            .group("sorted-set")
            .since("2.8.9")
            .complexity(RANGE_COMPLEXITY)
            .flags(WRITE)
            .keys(RW, DELETE)
            .type("min", Type.STRING)
            .type("max", Type.STRING)
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ZREM, this::zrem)
                .add(ZREMRANGEBYRANK, this::zremrangebyrank)
                .add(ZREMRANGEBYSCORE, this::zremrangebyscore)
                .add(ZREMRANGEBYLEX, this::zremrangebylex)
                .build();
    }

    void zrem(Call call) {
        Key key = call.key(1);
        SortedSet set = key.update(SortedSetType.INSTANCE);
        if (set == null) {
            call.reply().integer(0);
            return;
        }
        int removed = 0;
        for (int i = 2; i < call.count() && set.size() > 0; i++) {
            ByteSlice member = call.slice(i);
            removed += set.remove(member.array(), member.offset(), member.length()) ? 1 : 0;
        }
        removed(call, key, set, removed, "zrem");
        call.reply().integer(removed);
    }

    void zremrangebyrank(Call call) {
        long start = call.asLong(2);
        long stop = call.asLong(3);
        Key key = call.key(1);
        SortedSet set = key.update(SortedSetType.INSTANCE);
        if (set == null) {
            call.reply().integer(0);
            return;
        }
        long size = set.size();
        long from = Math.max(0, start < 0 ? start + size : start);
        long to = Math.min(size - 1, stop < 0 ? stop + size : stop);
        removeRange(call, key, set, from, to + 1, "zremrangebyrank");
    }

    void zremrangebyscore(Call call) {
        ScoreBound least = ScoreBound.parse(call.slice(2));
        ScoreBound most = ScoreBound.parse(call.slice(3));
        Key key = call.key(1);
        SortedSet set = key.update(SortedSetType.INSTANCE);
        if (set == null) {
            call.reply().integer(0);
            return;
        }
        removeRange(call, key, set, set.before(least), set.upTo(most), "zremrangebyscore");
    }

    void zremrangebylex(Call call) {
        LexBound least = LexBound.parse(call.slice(2), false);
        LexBound most = LexBound.parse(call.slice(3), true);
        Key key = call.key(1);
        SortedSet set = key.update(SortedSetType.INSTANCE);
        if (set == null) {
            call.reply().integer(0);
            return;
        }
        removeRange(call, key, set, set.before(least), set.before(most), "zremrangebylex");
    }

    private static void removeRange(Call call, Key key, SortedSet set, long from, long to, String event) {
        long count = Math.max(0, to - from);
        set.removeRanks(from, count);
        removed(call, key, set, count, event);
        call.reply().integer(count);
    }

    private static void removed(Call call, Key key, SortedSet set, long count, String event) {
        if (count > 0) {
            key.changed(EventClass.ZSET, event);
            if (count > 1) {
                call.effects().dirty(count - 1);
            }
            if (set.size() == 0) {
                key.remove(false);
                key.event(EventClass.GENERIC, "del");
            }
        }
    }
}
