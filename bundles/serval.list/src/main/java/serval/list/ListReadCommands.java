package serval.list;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** LLEN, LINDEX, LRANGE, LPOS: what reads lists. */
@Component
public final class ListReadCommands implements CommandFamily {
    static final CommandSpec LLEN = command("LLEN key")
            .summary("Tells the number of elements in a list.")
            .group("list")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec LINDEX = command("LINDEX key index")
            .summary("Reads the element at an index.")
            .group("list")
            .since("1.0.0")
            .complexity("O(log N) where N is the number of elements; O(1) at the ends.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec LRANGE = command("LRANGE key start stop")
            .summary("Reads the elements between two indexes, both included.")
            .group("list")
            .since("1.0.0")
            .complexity("O(log(S)+N) where S is the number of elements in the list and N of those read.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec LPOS = command("LPOS key element [RANK rank] [COUNT num-matches] [MAXLEN len]")
            .summary("Tells the indexes of the elements that equal one.")
            .group("list")
            .since("6.0.6")
            .complexity("O(N) where N is the number of elements looked at.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    private static final Token RANK = Token.of("RANK");
    private static final Token COUNT = Token.of("COUNT");
    private static final Token MAXLEN = Token.of("MAXLEN");

    private static final CommandError RANK_ZERO =
            CommandError.of("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use"
                    + " negative to start from the end of the list");
    private static final CommandError RANK_RANGE = CommandError.of(
            "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    private static final CommandError COUNT_NEGATIVE = CommandError.of("ERR COUNT can't be negative");
    private static final CommandError MAXLEN_NEGATIVE = CommandError.of("ERR MAXLEN can't be negative");
    private static final long NO_COUNT = -1;

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(LLEN, this::llen)
                .add(LINDEX, this::lindex)
                .add(LRANGE, this::lrange)
                .add(LPOS, this::lpos)
                .build();
    }

    void llen(Call call) {
        ListObject list = call.key(1).read(ListType.INSTANCE);
        call.reply().integer(list == null ? 0 : list.size());
    }

    void lindex(Call call) {
        ListObject list = call.key(1).read(ListType.INSTANCE);
        if (list == null) {
            call.reply().nil();
            return;
        }
        long index = call.asLong(2);
        ByteSlice element = list.get(index < 0 ? list.size() + index : index);
        if (element == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(element);
        }
    }

    void lrange(Call call) {
        long from = call.asLong(2);
        long to = call.asLong(3);
        ListObject list = call.key(1).read(ListType.INSTANCE);
        long size = list == null ? 0 : list.size();
        from = Math.max(0, from < 0 ? size + from : from);
        to = Math.min(size - 1, to < 0 ? size + to : to);
        if (from > to) {
            call.reply().array(0);
        } else {
            list.reply(call.reply(), from, to - from + 1, false);
        }
    }

    void lpos(Call call) {
        long rank = 1;
        long count = NO_COUNT;
        long most = 0;
        for (int i = 3; i < call.count(); i += 2) {
            boolean last = i + 1 == call.count();
            if (!last && call.is(i, RANK)) {
                rank = call.asLong(i + 1);
                if (rank == Long.MIN_VALUE) {
                    throw RANK_RANGE.exception();
                }
                if (rank == 0) {
                    throw RANK_ZERO.exception();
                }
            } else if (!last && call.is(i, COUNT)) {
                count = call.asLong(i + 1, 0, Long.MAX_VALUE, COUNT_NEGATIVE);
            } else if (!last && call.is(i, MAXLEN)) {
                most = call.asLong(i + 1, 0, Long.MAX_VALUE, MAXLEN_NEGATIVE);
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        ListObject list = call.key(1).read(ListType.INSTANCE);
        if (list == null) {
            if (count == NO_COUNT) {
                call.reply().nil();
            } else {
                call.reply().array(0);
            }
            return;
        }
        look(call, list, rank, count, most);
    }

    private static void look(Call call, ListObject list, long rank, long count, long most) {
        Reply reply = call.reply();
        boolean backwards = rank < 0;
        long skip = Math.abs(rank) - 1;
        long size = list.size();
        long end = most == 0 ? size : Math.min(most, size);
        Needle needle = new Needle(call.slice(2));
        ElementCursor cursor = new ElementCursor(list, backwards ? size - 1 : 0, backwards);
        if (count != NO_COUNT) {
            reply.openArray();
        }
        long found = 0;
        for (long i = 0; i < end && cursor.next(); i++) {
            if (!cursor.matches(needle) || skip-- > 0) {
                continue;
            }
            reply.integer(backwards ? size - 1 - i : i);
            found++;
            if (count == NO_COUNT || found == count) {
                break;
            }
        }
        if (count != NO_COUNT) {
            reply.close(found);
        } else if (found == 0) {
            reply.nil();
        }
    }
}
