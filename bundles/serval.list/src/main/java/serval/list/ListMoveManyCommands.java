package serval.list;

import static serval.sdk.command.CommandFlag.BLOCKING;
import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RW;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.Longs;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** LMOVEM and BLMOVEM: what moves several elements from one list to another, or within one. */
@Component
public final class ListMoveManyCommands implements CommandFamily {
    private static final String HOW_MANY = " [<COUNT count | EXACTLY exactly> <OBO | BULK>]";

    static final CommandSpec LMOVEM = move("LMOVEM source destination <LEFT | RIGHT> <LEFT | RIGHT>" + HOW_MANY)
            .summary("Moves elements from an end of a list to an end of another, and answers them.")
            .flags(WRITE, DENYOOM)
            .build();

    static final CommandSpec BLMOVEM = move("BLMOVEM source destination <LEFT | RIGHT> <LEFT | RIGHT> timeout"
                    + HOW_MANY)
            .summary("Moves elements from an end of a list to an end of another, and answers them; waits for them.")
            .flags(WRITE, DENYOOM, BLOCKING)
            .build();

    private static final Token COUNT = Token.of("COUNT");
    private static final Token EXACTLY = Token.of("EXACTLY");
    private static final Token OBO = Token.of("OBO");
    private static final Token BULK = Token.of("BULK");
    private static final CommandError NO_COUNT = CommandError.of("ERR count should be greater than 0");
    private static final byte[] EXPIRE = Ascii.bytes("PEXPIREAT");

    private static CommandSpec.Builder move(String syntax) {
        return command(syntax)
                .group("list")
                .since("8.10.0")
                .complexity("O(N) where N is the number of elements moved.")
                .keys(RW, ACCESS, DELETE)
                .keys(RW, INSERT)
                .groups("wherefrom", "whereto", "how-many", "selector", "ordering")
                .type("EXACTLY", serval.sdk.command.Argument.Type.INTEGER);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(LMOVEM, this::lmovem)
                .add(BLMOVEM, this::blmovem)
                .build();
    }

    /** How many elements, in what order. */
    private record HowMany(long count, boolean exactly, boolean keepsOrder) {}

    private static HowMany howMany(Call call, int at) {
        if (at == call.count()) {
            return new HowMany(1, false, true);
        }
        boolean exactly = call.is(at, EXACTLY);
        if (at + 3 != call.count() || !exactly && !call.is(at, COUNT)) {
            throw CommandError.SYNTAX.exception();
        }
        long count = call.asLong(at + 1, 1, Long.MAX_VALUE, NO_COUNT);
        boolean bulk = call.is(at + 2, BULK);
        if (!bulk && !call.is(at + 2, OBO)) {
            throw CommandError.SYNTAX.exception();
        }
        return new HowMany(count, exactly, bulk);
    }

    void lmovem(Call call) {
        End from = End.of(call, 3);
        End to = End.of(call, 4);
        HowMany many = howMany(call, 5);
        Key key = call.key(1);
        ListObject source = key.update(ListType.INSTANCE);
        if (source != null && hasEnough(source, many)) {
            move(call, key, source, from, to, many);
        } else if (many.exactly) {
            call.reply().nilArray();
        } else {
            call.reply().array(0);
        }
    }

    void blmovem(Call call) {
        End from = End.of(call, 3);
        End to = End.of(call, 4);
        long timeout = KeyWait.timeoutMillis(call, 5);
        HowMany many = howMany(call, 6);
        Key key = call.key(1);
        ListObject source = key.update(ListType.INSTANCE);
        if (source != null && hasEnough(source, many)) {
            move(call, key, source, from, to, many);
        } else {
            call.waitForKeys(new KeyWait(new int[] {1}, ListType.INSTANCE, false, timeout, ListWaitCommands.NOTHING));
        }
    }

    private static boolean hasEnough(ListObject source, HowMany many) {
        return !many.exactly || source.size() >= many.count;
    }

    private static void move(Call call, Key sourceKey, ListObject source, End from, End to, HowMany many) {
        Key destinationKey = call.key(2);
        @Nullable ListObject destination = destinationKey.update(ListType.INSTANCE);
        long size = source.size();
        int count = (int) Math.min(Math.min(many.count, size), Integer.MAX_VALUE - 16);
        boolean whole = count == size;
        byte[][] elements = new byte[count][];
        // In the order in which they will lie. One by one they are turned round if they go to the end that they come
        // from.
        boolean reversed = !many.keepsOrder && from == to;
        long first = from.isHead() ? 0 : size - count;
        int[] at = {0};
        long[] bytes = {0};
        source.forEach(first, element -> {
            elements[reversed ? count - 1 - at[0] : at[0]] = element.copy();
            bytes[0] += element.length();
            return ++at[0] < count;
        });
        source.removeRange(first, count);
        if (destination == null) {
            destination = destinationKey.updateOrCreate(ListType.INSTANCE);
        }
        destination.beforeGrowing(bytes[0], count);
        for (int i = 0; i < count; i++) {
            byte[] element = elements[to.isHead() ? count - 1 - i : i];
            destination.push(element, 0, element.length, to.isHead());
        }
        call.reply().array(count);
        for (byte[] element : elements) {
            call.reply().bulk(element);
        }
        ListPushCommands.added(destinationKey, to.pushed);
        Removal.done(call, sourceKey, source, from.popped, count);
        call.effects().dirty(-1);
        if (call.effects().areWanted()) {
            effects(call, destinationKey, from, to, elements, whole && source == destination);
        }
    }

    /** What servers understand that do not know the command: a removal, and an addition. */
    private static void effects(Call call, Key key, End from, End to, byte[][] elements, boolean removedBetween) {
        call.effects().replaceWith(from.pop, call.copy(1), Longs.toBytes(elements.length));
        byte[][] push = new byte[elements.length + 2][];
        push[0] = to.push;
        push[1] = call.copy(2);
        for (int i = 0; i < elements.length; i++) {
            push[2 + i] = elements[to.isHead() ? elements.length - 1 - i : i];
        }
        call.effects().replaceWith(push);
        long expiry = removedBetween ? key.expiresAt() : -1;
        if (expiry >= 0) {
            call.effects().replaceWith(EXPIRE, call.copy(2), Longs.toBytes(expiry));
        }
    }
}
