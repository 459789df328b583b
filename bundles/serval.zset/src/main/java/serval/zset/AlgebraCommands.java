package serval.zset;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.value.BuiltinTypes;

/** ZUNION, ZINTER and ZDIFF, their stores, and ZINTERCARD. */
@Component
public final class AlgebraCommands implements CommandFamily {
    private static final String UNION_COMPLEXITY_STORED =
            "O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M being the number of"
                    + " elements in the resulting sorted set.";
    private static final String UNION_COMPLEXITY = UNION_COMPLEXITY_STORED.replace("M log(M)", "M*log(M)");
    private static final String INTERSECTION_COMPLEXITY =
            "O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of input"
                    + " sorted sets and M being the number of elements in the resulting sorted set.";
    private static final String DIFFERENCE_COMPLEXITY =
            "O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the size of"
                    + " the first set, and K is the size of the result set.";

    static final CommandSpec ZUNION = command("ZUNION numkeys key [key ...] [WEIGHTS weight [weight ...]]"
                    + " [AGGREGATE <SUM | MIN | MAX>] [WITHSCORES]")
            .summary("Tells the members of any of several sorted sets.")
            .group("sorted-set")
            .since("6.2.0")
            .complexity(UNION_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("aggregate")
            .build();

    static final CommandSpec ZINTER = command("ZINTER numkeys key [key ...] [WEIGHTS weight [weight ...]]"
                    + " [AGGREGATE <SUM | MIN | MAX>] [WITHSCORES]")
            .summary("Tells the members that all of several sorted sets have.")
            .group("sorted-set")
            .since("6.2.0")
            .complexity(INTERSECTION_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("aggregate")
            .build();

    static final CommandSpec ZDIFF = command("ZDIFF numkeys key [key ...] [WITHSCORES]")
            .summary("Tells the members of a sorted set that several others do not have.")
            .group("sorted-set")
            .since("6.2.0")
            .complexity(DIFFERENCE_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec ZUNIONSTORE = command(
                    "ZUNIONSTORE destination numkeys key [key ...] [WEIGHTS weight [weight ...]]"
                            + " [AGGREGATE <SUM | MIN | MAX>]")
            .summary("Stores the members of any of several sorted sets in a key.")
            .group("sorted-set")
            .since("2.0.0")
            .complexity(UNION_COMPLEXITY_STORED)
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .keys(RO, ACCESS)
            .groups("aggregate")
            .build();

    static final CommandSpec ZINTERSTORE = command(
                    "ZINTERSTORE destination numkeys key [key ...] [WEIGHTS weight [weight ...]]"
                            + " [AGGREGATE <SUM | MIN | MAX>]")
            .summary("Stores the members that all of several sorted sets have in a key.")
            .group("sorted-set")
            .since("2.0.0")
            .complexity(INTERSECTION_COMPLEXITY)
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .keys(RO, ACCESS)
            .groups("aggregate")
            .build();

    static final CommandSpec ZDIFFSTORE = command("ZDIFFSTORE destination numkeys key [key ...]")
            .summary("Stores the members of a sorted set that several others do not have in a key.")
            .group("sorted-set")
            .since("6.2.0")
            .complexity(DIFFERENCE_COMPLEXITY)
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec ZINTERCARD = command("ZINTERCARD numkeys key [key ...] [LIMIT limit]")
            .summary("Counts the members that all of several sorted sets have.")
            .group("sorted-set")
            .since("7.0.0")
            .complexity("O(N*K) worst case with N being the smallest input sorted set, K being the number of input"
                    + " sorted sets.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    private static final CommandError NO_WEIGHT = CommandError.of("ERR weight value is not a float");
    private static final CommandError NEGATIVE_LIMIT = CommandError.of("ERR LIMIT can't be negative");
    private static final Token WEIGHTS = Token.of("WEIGHTS");
    private static final Token AGGREGATE = Token.of("AGGREGATE");
    private static final Token WITHSCORES = Token.of("WITHSCORES");
    private static final Token LIMIT = Token.of("LIMIT");
    private static final Token SUM = Token.of("SUM");
    private static final Token MIN = Token.of("MIN");
    private static final Token MAX = Token.of("MAX");

    private enum Operation {
        UNION,
        INTERSECTION,
        DIFFERENCE,
        SIZE
    }

    private final BuiltinTypes types;

    /** Creates the family with the types that serve. */
    @Activate
    public AlgebraCommands(@Reference BuiltinTypes types) {
        this.types = types;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ZUNION, call -> reply(call, Operation.UNION))
                .add(ZINTER, call -> reply(call, Operation.INTERSECTION))
                .add(ZDIFF, call -> reply(call, Operation.DIFFERENCE))
                .add(ZUNIONSTORE, call -> store(call, Operation.UNION, "zunionstore"))
                .add(ZINTERSTORE, call -> store(call, Operation.INTERSECTION, "zinterstore"))
                .add(ZDIFFSTORE, call -> store(call, Operation.DIFFERENCE, "zdiffstore"))
                .add(ZINTERCARD, this::zintercard)
                .build();
    }

    private void reply(Call call, Operation operation) {
        Arguments arguments = new Arguments(call, 1, operation, false);
        SortedSet result = arguments.compute();
        Reply reply = call.reply();
        long size = result.size();
        reply.array(arguments.scores && reply.version() < 3 ? size * 2 : size);
        result.reply(reply, 0, size, false, arguments.scores);
    }

    private void store(Call call, Operation operation, String event) {
        SortedSet result = new Arguments(call, 2, operation, true).compute();
        result.packIfSmall();
        Stores.store(call, 1, result, event);
    }

    void zintercard(Call call) {
        Arguments arguments = new Arguments(call, 1, Operation.SIZE, false);
        call.reply().integer(Algebra.intersectionSize(arguments.sources, arguments.limit));
    }

    /** What a call asks for. */
    private final class Arguments {
        final Operation operation;
        final Source[] sources;
        Algebra.Aggregate aggregate = Algebra.Aggregate.SUM;
        boolean scores;
        long limit;

        Arguments(Call call, int numkeysAt, Operation operation, boolean store) {
            this.operation = operation;
            long keys = call.asLong(numkeysAt);
            if (keys < 1) {
                throw CommandError.of("ERR at least 1 input key is needed for '"
                                + call.spec().name() + "' command")
                        .exception();
            }
            if (keys > call.count() - (numkeysAt + 1)) {
                throw CommandError.SYNTAX.exception();
            }
            sources = new Source[(int) keys];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = Source.at(call, numkeysAt + 1 + i, types);
            }
            boolean weighs = operation == Operation.UNION || operation == Operation.INTERSECTION;
            for (int at = numkeysAt + 1 + sources.length; at < call.count(); ) {
                int left = call.count() - at;
                if (weighs && left > sources.length && call.is(at, WEIGHTS)) {
                    for (int i = 0; i < sources.length; i++) {
                        sources[i].weight = weight(call.slice(at + 1 + i));
                    }
                    at += 1 + sources.length;
                } else if (weighs && left >= 2 && call.is(at, AGGREGATE)) {
                    aggregate = aggregate(call, at + 1);
                    at += 2;
                } else if (!store && operation != Operation.SIZE && call.is(at, WITHSCORES)) {
                    scores = true;
                    at++;
                } else if (operation == Operation.SIZE && left >= 2 && call.is(at, LIMIT)) {
                    limit = call.asLong(at + 1, 0, Long.MAX_VALUE, NEGATIVE_LIMIT);
                    at += 2;
                } else {
                    throw CommandError.SYNTAX.exception();
                }
            }
        }

        private static double weight(ByteSlice text) {
            double weight = Doubles.parse(text.array(), text.offset(), text.length());
            if (Double.isNaN(weight)) {
                throw NO_WEIGHT.exception();
            }
            return weight;
        }

        private static Algebra.Aggregate aggregate(Call call, int index) {
            if (call.is(index, SUM)) {
                return Algebra.Aggregate.SUM;
            }
            if (call.is(index, MIN)) {
                return Algebra.Aggregate.MIN;
            }
            if (call.is(index, MAX)) {
                return Algebra.Aggregate.MAX;
            }
            throw CommandError.SYNTAX.exception();
        }

        SortedSet compute() {
            return switch (operation) {
                case UNION -> Algebra.union(sources, aggregate);
                case INTERSECTION, SIZE -> Algebra.intersection(sources, aggregate);
                case DIFFERENCE -> Algebra.difference(sources);
            };
        }
    }
}
