package serval.zset;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** ZCARD, ZSCORE, ZMSCORE, ZRANK, ZREVRANK, ZCOUNT and ZLEXCOUNT: what answers with a number. */
@Component
public final class LookupCommands implements CommandFamily {
    private static final String COUNT_COMPLEXITY = "O(log(N)) with N being the number of elements in the sorted set.";

    static final CommandSpec ZCARD = command("ZCARD key")
            .summary("Tells the number of members of a sorted set.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec ZSCORE = command("ZSCORE key member")
            .summary("Tells the score of a member.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec ZMSCORE = command("ZMSCORE key member [member ...]")
            .summary("Tells the scores of several members.")
            .group("sorted-set")
            .since("6.2.0")
            .complexity("O(N) where N is the number of members being requested.")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec ZRANK = command("ZRANK key member [WITHSCORE]")
            .summary("Tells how many members come before a member, in ascending order.")
            .group("sorted-set")
            .since("2.0.0")
            .complexity("O(log(N))")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .changed("7.2.0", "WITHSCORE.")
            .build();

    static final CommandSpec ZREVRANK = command("ZREVRANK key member [WITHSCORE]")
            .summary("Tells how many members come before a member, in descending order.")
            .group("sorted-set")
            .since("2.0.0")
            .complexity("O(log(N))")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .changed("7.2.0", "WITHSCORE.")
            .build();

    static final CommandSpec ZCOUNT = command("ZCOUNT key min max")
            .summary("Counts the members of a range of scores.")
            .group("sorted-set")
            .since("2.0.0")
            .complexity(COUNT_COMPLEXITY)
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec ZLEXCOUNT = command("ZLEXCOUNT key min max")
            .summary(
                    "Counts the members of a range in the order of their bytes, of a set whose scores are all the same.")
            .group("sorted-set")
            .since("2.8.9")
            .complexity(COUNT_COMPLEXITY)
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .type("min", Type.STRING)
            .type("max", Type.STRING)
            .build();

    private static final Token WITHSCORE = Token.of("WITHSCORE");

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ZCARD, this::zcard)
                .add(ZSCORE, this::zscore)
                .add(ZMSCORE, this::zmscore)
                .add(ZRANK, this::zrank)
                .add(ZREVRANK, this::zrevrank)
                .add(ZCOUNT, this::zcount)
                .add(ZLEXCOUNT, this::zlexcount)
                .build();
    }

    void zcard(Call call) {
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        call.reply().integer(set == null ? 0 : set.size());
    }

    void zscore(Call call) {
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        score(call, set, 2);
    }

    void zmscore(Call call) {
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            score(call, set, i);
        }
    }

    private static void score(Call call, @Nullable SortedSet set, int index) {
        ByteSlice member = call.slice(index);
        double score = set == null ? Double.NaN : set.score(member.array(), member.offset(), member.length());
        if (Double.isNaN(score)) {
            call.reply().nil();
        } else {
            call.reply().real(score);
        }
    }

    void zrank(Call call) {
        rank(call, false);
    }

    void zrevrank(Call call) {
        rank(call, true);
    }

    private static void rank(Call call, boolean descending) {
        if (call.count() > 4) {
            throw Errors.arity(call.spec().name()).exception();
        }
        boolean withScore = call.count() == 4;
        if (withScore && !call.is(3, WITHSCORE)) {
            throw CommandError.SYNTAX.exception();
        }
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        ByteSlice member = call.slice(2);
        long position = set == null ? Form.NONE : set.locate(member.array(), member.offset(), member.length());
        Reply reply = call.reply();
        if (set == null || position == Form.NONE) {
            if (withScore) {
                reply.nilArray();
            } else {
                reply.nil();
            }
            return;
        }
        long rank = set.rank(position);
        if (withScore) {
            reply.array(2);
        }
        reply.integer(descending ? set.size() - 1 - rank : rank);
        if (withScore) {
            reply.real(set.scoreAt(position));
        }
    }

    void zcount(Call call) {
        ScoreBound least = ScoreBound.parse(call.slice(2));
        ScoreBound most = ScoreBound.parse(call.slice(3));
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        call.reply().integer(set == null ? 0 : Math.max(0, set.upTo(most) - set.before(least)));
    }

    void zlexcount(Call call) {
        LexBound least = LexBound.parse(call.slice(2), false);
        LexBound most = LexBound.parse(call.slice(3), true);
        SortedSet set = call.key(1).read(SortedSetType.INSTANCE);
        call.reply().integer(set == null ? 0 : Math.max(0, set.before(most) - set.before(least)));
    }
}
