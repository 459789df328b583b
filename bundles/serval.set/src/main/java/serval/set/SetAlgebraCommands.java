package serval.set;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.LONG;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.value.ElementVisitor;

/** Intersections, unions and differences. */
@Component
public final class SetAlgebraCommands implements CommandFamily {
    private static final String INTERSECTION_COST =
            "O(N*M) worst case where N is the cardinality of the smallest set and M " + "is the number of sets.";
    private static final String SUM_COST = "O(N) where N is the total number of elements in all given sets.";

    static final CommandSpec SINTER =
            read("SINTER key [key ...]", "Tells the members that several sets share.", INTERSECTION_COST);
    static final CommandSpec SUNION =
            read("SUNION key [key ...]", "Tells the members of any of several sets.", SUM_COST);
    static final CommandSpec SDIFF =
            read("SDIFF key [key ...]", "Tells the members of a set that are in none of the others.", SUM_COST);
    static final CommandSpec SINTERSTORE = store(
            "SINTERSTORE destination key [key ...]", "Stores the members that several sets share.", INTERSECTION_COST);
    static final CommandSpec SUNIONSTORE =
            store("SUNIONSTORE destination key [key ...]", "Stores the members of any of several sets.", SUM_COST);
    static final CommandSpec SDIFFSTORE = store(
            "SDIFFSTORE destination key [key ...]",
            "Stores the members of a set that are in none of the others.",
            SUM_COST);
    static final CommandSpec SINTERCARD = command("SINTERCARD numkeys key [key ...] [LIMIT limit]")
            .summary("Tells how many members several sets share.")
            .group("set")
            .since("7.0.0")
            .complexity(INTERSECTION_COST)
            .flags(READONLY, LONG)
            .keys(RO, ACCESS)
            .build();

    private static final Token LIMIT = Token.of("LIMIT");

    private static CommandSpec read(String syntax, String summary, String cost) {
        return command(syntax)
                .summary(summary)
                .group("set")
                .since("1.0.0")
                .complexity(cost)
                .flags(READONLY, LONG)
                .keys(RO, ACCESS)
                .tips("nondeterministic_output_order")
                .build();
    }

    private static CommandSpec store(String syntax, String summary, String cost) {
        return command(syntax)
                .summary(summary)
                .group("set")
                .since("1.0.0")
                .complexity(cost)
                .flags(WRITE, DENYOOM, LONG)
                .keys(OW, UPDATE)
                .keys(RO, ACCESS)
                .build();
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SINTER, call -> answer(call, this::intersect))
                .add(SUNION, call -> answer(call, this::unite))
                .add(SDIFF, call -> answer(call, this::subtract))
                .add(SINTERSTORE, call -> store(call, this::intersect, "sinterstore"))
                .add(SUNIONSTORE, call -> store(call, this::unite, "sunionstore"))
                .add(SDIFFSTORE, call -> store(call, this::subtract, "sdiffstore"))
                .add(SINTERCARD, this::sintercard)
                .build();
    }

    /** Visits the members of a result, each once. */
    @FunctionalInterface
    private interface Operation {
        void visit(Call call, @Nullable SetObject[] sets, ElementVisitor visitor);
    }

    private static @Nullable SetObject[] read(Call call, int from, int to) {
        @Nullable SetObject[] sets = new SetObject[to - from];
        for (int i = from; i < to; i++) {
            sets[i - from] = call.key(i).read(SetType.INSTANCE);
        }
        return sets;
    }

    private static void answer(Call call, Operation operation) {
        @Nullable SetObject[] sets = read(call, 1, call.count());
        Reply reply = call.reply();
        reply.openSet();
        long[] size = new long[1];
        operation.visit(call, sets, member -> {
            reply.bulk(member);
            size[0]++;
            return true;
        });
        reply.close(size[0]);
    }

    private static void store(Call call, Operation operation, String event) {
        @Nullable SetObject[] sets = read(call, 2, call.count());
        SetObject result = new SetObject();
        if (call.spec() == SUNIONSTORE) {
            result.expect(largest(sets));
        }
        operation.visit(call, sets, member -> {
            result.add(member.array(), member.offset(), member.length());
            return true;
        });
        Key destination = call.key(1);
        if (result.size() > 0) {
            destination.put(result);
            destination.changed(EventClass.SET, event);
        } else if (destination.remove(false)) {
            destination.changed(EventClass.GENERIC, "del");
        }
        call.reply().integer(result.size());
    }

    private void intersect(Call call, @Nullable SetObject[] sets, ElementVisitor visitor) {
        SetObject smallest = null;
        for (SetObject set : sets) {
            if (set == null) {
                return;
            }
            smallest = smallest == null || set.size() < smallest.size() ? set : smallest;
        }
        if (smallest == null) {
            return;
        }
        Form[] others = new Form[sets.length - 1];
        int count = 0;
        for (SetObject set : sets) {
            if (set != smallest && set != null) {
                others[count++] = set.form();
            }
        }
        Form driving = smallest.form();
        if (driving instanceof TableForm table) {
            new TableIntersection(call, table, others, count, visitor).run();
            return;
        }
        int rest = count;
        driving.forEach(member -> {
            call.checkpoint();
            for (int i = 0; i < rest; i++) {
                if (!others[i].contains(member.array(), member.offset(), member.length())) {
                    return true;
                }
            }
            return visitor.visit(member);
        });
    }

    /** Looks for the members of a table in other sets, by a hash that is found once for all of them. */
    private static final class TableIntersection implements MemberTable.Visitor<byte[]> {
        private final Call call;
        private final TableForm driving;
        private final Form[] others;
        private final int count;
        private final ElementVisitor visitor;
        private final ByteSlice slice = new ByteSlice();
        private boolean ended;

        TableIntersection(Call call, TableForm driving, Form[] others, int count, ElementVisitor visitor) {
            this.call = call;
            this.driving = driving;
            this.others = others;
            this.count = count;
            this.visitor = visitor;
        }

        void run() {
            driving.table().forEach(this);
        }

        @Override
        public void visit(byte[] member) {
            if (ended) {
                return;
            }
            call.checkpoint();
            int length = member.length;
            long hash = KeyHash.hash(member, 0, length);
            for (int i = 0; i < count; i++) {
                Form other = others[i];
                boolean shares = other instanceof TableForm table
                        ? table.contains(hash, member, 0, length)
                        : other.contains(member, 0, length);
                if (!shares) {
                    return;
                }
            }
            ended = !visitor.visit(slice.set(member, 0, length));
        }
    }

    /** The members that a union has at the least. They come in the order of their hashes: a table does well to know. */
    private static long largest(@Nullable SetObject[] sets) {
        long largest = 0;
        for (SetObject set : sets) {
            largest = Math.max(largest, set == null ? 0 : set.size());
        }
        return largest;
    }

    private void unite(Call call, @Nullable SetObject[] sets, ElementVisitor visitor) {
        SetObject seen = new SetObject();
        seen.expect(largest(sets));
        for (SetObject set : sets) {
            if (set != null) {
                set.forEach(member -> {
                    call.checkpoint();
                    if (seen.add(member.array(), member.offset(), member.length())) {
                        visitor.visit(member);
                    }
                    return true;
                });
            }
        }
    }

    private void subtract(Call call, @Nullable SetObject[] sets, ElementVisitor visitor) {
        SetObject first = sets[0];
        if (first == null) {
            return;
        }
        long others = 0;
        for (int i = 1; i < sets.length; i++) {
            SetObject set = sets[i];
            others += set == null ? 0 : set.size();
        }
        if (first.size() * sets.length / 2 <= first.size() + others) {
            first.forEach(member -> {
                call.checkpoint();
                return isInOther(sets, member) || visitor.visit(member);
            });
            return;
        }
        SetObject left = first.copy();
        for (int i = 1; i < sets.length && left.size() > 0; i++) {
            SetObject set = sets[i];
            if (set != null) {
                set.forEach(member -> {
                    call.checkpoint();
                    left.remove(member.array(), member.offset(), member.length());
                    return true;
                });
            }
        }
        left.forEach(visitor);
    }

    private static boolean isInOther(@Nullable SetObject[] sets, ByteSlice member) {
        for (int i = 1; i < sets.length; i++) {
            SetObject set = sets[i];
            if (set != null && set.contains(member.array(), member.offset(), member.length())) {
                return true;
            }
        }
        return false;
    }

    void sintercard(Call call) {
        long keys = call.asLong(1, 1, Integer.MAX_VALUE, SetErrors.NUMKEYS);
        if (keys > call.count() - 2) {
            throw SetErrors.MORE_KEYS_THAN_WORDS.exception();
        }
        int end = 2 + (int) keys;
        long limit = 0;
        for (int i = end; i < call.count(); i += 2) {
            if (!call.is(i, LIMIT) || i + 1 == call.count()) {
                throw CommandError.SYNTAX.exception();
            }
            limit = call.asLong(i + 1, 0, Long.MAX_VALUE, SetErrors.NEGATIVE_LIMIT);
        }
        long most = limit == 0 ? Long.MAX_VALUE : limit;
        long[] size = new long[1];
        intersect(call, read(call, 2, end), member -> ++size[0] < most);
        call.reply().integer(size[0]);
    }
}
