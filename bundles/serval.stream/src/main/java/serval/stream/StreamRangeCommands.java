package serval.stream;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** XLEN, XRANGE, XREVRANGE: what reads entries without waiting for them. */
@Component
public final class StreamRangeCommands implements CommandFamily {
    static final CommandSpec XLEN = command("XLEN key")
            .summary("Tells the number of entries in a stream.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec XRANGE = range("XRANGE key start end [COUNT count]")
            .summary("Reads the entries between two numbers.")
            .type("start", Type.STRING)
            .type("end", Type.STRING)
            .build();

    static final CommandSpec XREVRANGE = range("XREVRANGE key end start [COUNT count]")
            .summary("Reads the entries between two numbers, the last one first.")
            .type("start", Type.STRING)
            .type("end", Type.STRING)
            .build();

    static final Token COUNT = Token.of("COUNT");

    private final EntryReply entries = new EntryReply();

    private static CommandSpec.Builder range(String syntax) {
        return command(syntax)
                .group("stream")
                .since("5.0.0")
                .complexity("O(N) where N is the number of entries read; O(1) with a COUNT that stays the same.")
                .flags(READONLY)
                .keys(RO, ACCESS)
                .changed("6.2.0", "Numbers that are not part of the range.");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(XLEN, this::xlen)
                .add(XRANGE, this::xrange)
                .add(XREVRANGE, this::xrevrange)
                .build();
    }

    void xlen(Call call) {
        Stream stream = call.key(1).read(StreamType.INSTANCE);
        call.reply().integer(stream == null ? 0 : stream.length);
    }

    void xrange(Call call) {
        range(call, false);
    }

    void xrevrange(Call call) {
        range(call, true);
    }

    private void range(Call call, boolean reverse) {
        StreamId start = Ids.start(call, reverse ? 3 : 2);
        StreamId end = Ids.end(call, reverse ? 2 : 3);
        long count = -1;
        for (int i = 4; i < call.count(); i += 2) {
            if (i + 1 == call.count() || !call.is(i, COUNT)) {
                throw CommandError.SYNTAX.exception();
            }
            count = Math.max(0, call.asLong(i + 1));
        }
        Stream stream = call.key(1).read(StreamType.INSTANCE);
        if (stream == null) {
            call.reply().array(0);
        } else if (count == 0) {
            call.reply().nilArray();
        } else {
            entries.range(call.reply(), stream, start, end, reverse, Math.max(0, count));
        }
    }
}
