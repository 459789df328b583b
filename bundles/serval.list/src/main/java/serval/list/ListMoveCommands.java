package serval.list;

import static serval.sdk.command.CommandFlag.BLOCKING;
import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.key.Key;

/** LMOVE, RPOPLPUSH, BLMOVE, BRPOPLPUSH: what moves an element from one list to another, or within one. */
@Component
public final class ListMoveCommands implements CommandFamily {
    static final CommandSpec LMOVE = move("LMOVE source destination <LEFT | RIGHT> <LEFT | RIGHT>", "6.2.0")
            .summary("Moves an element from an end of a list to an end of another, and answers it.")
            .flags(WRITE, DENYOOM)
            .groups("wherefrom", "whereto")
            .build();

    static final CommandSpec RPOPLPUSH = move("RPOPLPUSH source destination", "1.2.0")
            .summary("Moves the last element of a list to the beginning of another, and answers it.")
            .flags(WRITE, DENYOOM)
            .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments")
            .build();

    static final CommandSpec BLMOVE = move("BLMOVE source destination <LEFT | RIGHT> <LEFT | RIGHT> timeout", "6.2.0")
            .summary("Moves an element from an end of a list to an end of another, and answers it; waits for one.")
            .flags(WRITE, DENYOOM, BLOCKING)
            .groups("wherefrom", "whereto")
            .build();

    static final CommandSpec BRPOPLPUSH = move("BRPOPLPUSH source destination timeout", "2.2.0")
            .summary("Moves the last element of a list to the beginning of another, and answers it; waits for one.")
            .flags(WRITE, DENYOOM, BLOCKING)
            .deprecated("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments")
            .changed("6.0.0", "The timeout may have a fraction.")
            .build();

    private static final byte[] MOVE = Ascii.bytes("LMOVE");
    private static final byte[] POP_PUSH = Ascii.bytes("RPOPLPUSH");

    private static CommandSpec.Builder move(String syntax, String since) {
        return command(syntax)
                .group("list")
                .since(since)
                .complexity("O(1)")
                .keys(RW, ACCESS, DELETE)
                .keys(RW, INSERT);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(LMOVE, this::lmove)
                .add(RPOPLPUSH, this::rpoplpush)
                .add(BLMOVE, this::blmove)
                .add(BRPOPLPUSH, this::brpoplpush)
                .build();
    }

    void lmove(Call call) {
        End from = End.of(call, 3);
        End to = End.of(call, 4);
        if (!move(call, from, to)) {
            call.reply().nil();
        }
    }

    void rpoplpush(Call call) {
        if (!move(call, End.RIGHT, End.LEFT)) {
            call.reply().nil();
        }
    }

    void blmove(Call call) {
        End from = End.of(call, 3);
        End to = End.of(call, 4);
        long timeout = KeyWait.timeoutMillis(call, 5);
        if (!move(call, from, to)) {
            await(call, timeout);
        } else if (call.effects().areWanted()) {
            call.effects().replaceWith(MOVE, call.copy(1), call.copy(2), call.copy(3), call.copy(4));
        }
    }

    void brpoplpush(Call call) {
        long timeout = KeyWait.timeoutMillis(call, 3);
        if (!move(call, End.RIGHT, End.LEFT)) {
            await(call, timeout);
        } else if (call.effects().areWanted()) {
            call.effects().replaceWith(POP_PUSH, call.copy(1), call.copy(2));
        }
    }

    private static void await(Call call, long timeout) {
        if (call.canWait()) {
            call.waitForKeys(new KeyWait(new int[] {1}, ListType.INSTANCE, false, timeout, ListWaitCommands.NOTHING));
        } else {
            // Not what a timeout answers: Redis tells the two apart here.
            call.reply().nil();
        }
    }

    /** Moves an element and answers it; false if there is none, and then nothing has been answered. */
    private static boolean move(Call call, End from, End to) {
        Key sourceKey = call.key(1);
        ListObject source = sourceKey.update(ListType.INSTANCE);
        if (source == null) {
            return false;
        }
        Key destinationKey = call.key(2);
        ListObject destination = destinationKey.update(ListType.INSTANCE);
        boolean isNumber = source.packed() == null && source.isNumber(from.isHead());
        byte[] element = source.get(from.isHead() ? 0 : source.size() - 1).copy();
        source.pop(from.isHead());
        if (destination == null) {
            destination = destinationKey.updateOrCreate(ListType.INSTANCE);
        }
        // Redis does not count the digits of a number that comes from a large list.
        destination.beforeGrowing(isNumber ? 0 : element.length, 1);
        destination.push(element, 0, element.length, to.isHead());
        ListPushCommands.added(destinationKey, to.pushed);
        call.reply().bulk(element);
        Removal.done(call, sourceKey, source, from.popped, 1);
        call.effects().dirty(-1);
        return true;
    }
}
