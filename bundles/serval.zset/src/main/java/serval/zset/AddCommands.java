package serval.zset;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** ZADD and ZINCRBY: what adds members and changes scores. */
@Component
public final class AddCommands implements CommandFamily {
    static final CommandSpec ZADD = command("ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]")
            .summary("Adds members to a sorted set, or gives those that are there other scores.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity("O(log(N)) for each item added, where N is the number of elements in the sorted set.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, UPDATE)
            .groups("condition", "comparison", "data")
            .argumentSince("condition", "3.0.2")
            .argumentSince("comparison", "6.2.0")
            .argumentSince("CH", "3.0.2")
            .argumentSince("INCR", "3.0.2")
            .changed("2.4.0", "Several members.")
            .changed("3.0.2", "XX, NX, CH and INCR.")
            .changed("6.2.0", "GT and LT.")
            .build();

    static final CommandSpec ZINCRBY = command("ZINCRBY key increment member")
            .summary("Adds to the score of a member.")
            .group("sorted-set")
            .since("1.2.0")
            .complexity("O(log(N)) where N is the number of elements in the sorted set.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    private static final CommandError NX_XX =
            CommandError.of("ERR XX and NX options at the same time are not compatible");
    private static final CommandError GT_LT_NX =
            CommandError.of("ERR GT, LT, and/or NX options at the same time are not compatible");
    private static final CommandError SEVERAL_INCREMENTS =
            CommandError.of("ERR INCR option supports a single increment-element pair");

    private static final int NX = 1;
    private static final int XX = 2;
    private static final int GT = 4;
    private static final int LT = 8;
    private static final int CH = 16;
    private static final int INCR = 32;
    private static final Token[] OPTIONS = {
        Token.of("NX"), Token.of("XX"), Token.of("GT"), Token.of("LT"), Token.of("CH"), Token.of("INCR")
    };

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ZADD, this::zadd)
                .add(ZINCRBY, this::zincrby)
                .build();
    }

    void zadd(Call call) {
        int flags = 0;
        int first = 2;
        for (int option; first < call.count() && (option = option(call, first)) != 0; first++) {
            flags |= option;
        }
        add(call, flags, first);
    }

    void zincrby(Call call) {
        add(call, INCR, 2);
    }

    private static int option(Call call, int index) {
        int length = call.length(index);
        if (length != 2 && length != 4) {
            return 0;
        }
        ByteSlice word = call.slice(index);
        if (word.at(0) <= '9') {
            return 0;
        }
        for (int i = 0; i < OPTIONS.length; i++) {
            if (OPTIONS[i].matches(word)) {
                return 1 << i;
            }
        }
        return 0;
    }

    private static void add(Call call, int flags, int first) {
        int words = call.count() - first;
        if (words == 0 || words % 2 != 0) {
            throw CommandError.SYNTAX.exception();
        }
        if ((flags & (NX | XX)) == (NX | XX)) {
            throw NX_XX.exception();
        }
        if (Integer.bitCount(flags & (NX | GT | LT)) > 1) {
            throw GT_LT_NX.exception();
        }
        if ((flags & INCR) != 0 && words > 2) {
            throw SEVERAL_INCREMENTS.exception();
        }
        Key key = call.key(1);
        if (words == 2) {
            addOne(call, key, flags, first, call.asDouble(first));
            return;
        }
        double[] scores = new double[words / 2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = call.asDouble(first + i * 2);
        }
        SortedSet set = key.update(SortedSetType.INSTANCE);
        if (set == null && (flags & XX) != 0) {
            call.reply().integer(0);
            return;
        }
        set = set == null ? create(key, scores.length, call.length(first + 1)) : set;
        if (set.isPacked() && scores.length > SortedSetType.INSTANCE.limits().entries()) {
            set.unpack();
        }
        int added = 0;
        int updated = 0;
        for (int i = 0; i < scores.length; i++) {
            ByteSlice member = call.slice(first + 1 + i * 2);
            long position = set.locate(member.array(), member.offset(), member.length());
            if (position == Form.NONE) {
                if ((flags & XX) == 0) {
                    set.add(member.array(), member.offset(), member.length(), scores[i]);
                    added++;
                }
            } else if (replaces(flags, set.scoreAt(position), scores[i])) {
                set.move(position, member.array(), member.offset(), member.length(), scores[i]);
                updated++;
            }
        }
        if (added + updated > 0) {
            key.changed(EventClass.ZSET, "zadd");
            if (added + updated > 1) {
                call.effects().dirty(added + updated - 1);
            }
        }
        call.reply().integer((flags & CH) != 0 ? added + updated : added);
    }

    /** One member, by far the most frequent case: nothing but the member itself is allocated. */
    private static void addOne(Call call, Key key, int flags, int first, double given) {
        ByteSlice member = call.slice(first + 1);
        SortedSet set = key.update(SortedSetType.INSTANCE);
        if (set == null && (flags & XX) == 0) {
            set = create(key, 1, member.length());
        }
        boolean increment = (flags & INCR) != 0;
        long position = set == null ? Form.NONE : set.locate(member.array(), member.offset(), member.length());
        if (set == null || position == Form.NONE) {
            if (set == null || (flags & XX) != 0) {
                nothing(call, increment);
                return;
            }
            set.add(member.array(), member.offset(), member.length(), given);
            key.changed(EventClass.ZSET, increment ? "zincr" : "zadd");
            answer(call, increment, given, 1);
            return;
        }
        if ((flags & NX) != 0) {
            nothing(call, increment);
            return;
        }
        double current = set.scoreAt(position);
        double score = increment ? current + given : given;
        if (Double.isNaN(score)) {
            throw Errors.NAN.exception();
        }
        if (refuses(flags, current, score)) {
            nothing(call, increment);
            return;
        }
        boolean other = score != current;
        if (other) {
            set.move(position, member.array(), member.offset(), member.length(), score);
            key.changed(EventClass.ZSET, increment ? "zincr" : "zadd");
        }
        answer(call, increment, score, other && (flags & CH) != 0 ? 1 : 0);
    }

    private static boolean refuses(int flags, double current, double score) {
        return (flags & LT) != 0 && score >= current || (flags & GT) != 0 && score <= current;
    }

    private static boolean replaces(int flags, double current, double score) {
        return (flags & NX) == 0 && !refuses(flags, current, score) && score != current;
    }

    private static void nothing(Call call, boolean increment) {
        if (increment) {
            call.reply().nil();
        } else {
            call.reply().integer(0);
        }
    }

    private static void answer(Call call, boolean increment, double score, int count) {
        if (increment) {
            call.reply().real(score);
        } else {
            call.reply().integer(count);
        }
    }

    private static SortedSet create(Key key, int members, int firstLength) {
        SortedSet set = key.updateOrCreate(SortedSetType.INSTANCE);
        Limits limits = SortedSetType.INSTANCE.limits();
        if (members > limits.entries() || firstLength > limits.value()) {
            set.unpack();
        }
        return set;
    }
}
