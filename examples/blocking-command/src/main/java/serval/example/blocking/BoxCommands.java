package serval.example.blocking;

import static serval.sdk.command.CommandSpec.command;

import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.type.ValueType;

/** Boxes that hold one item: a string is a full box, a missing key an empty one. BQ.TAKE waits for a full one. */
@Component
public final class BoxCommands implements CommandFamily {
    static final CommandSpec PUT = command("BQ.PUT key item")
            .summary("Puts an item into an empty box; tells whether it was empty.")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(CommandFlag.WRITE, CommandFlag.DENYOOM, CommandFlag.FAST)
            .keys(KeyFlag.RW, KeyFlag.INSERT)
            .build();
    static final CommandSpec TAKE = command("BQ.TAKE key [key ...] timeout")
            .summary("Takes the item out of the first full box; waits if there is none.")
            .since("1.0.0")
            .complexity("O(N) where N is the number of keys.")
            .flags(CommandFlag.WRITE, CommandFlag.BLOCKING)
            .keys(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.DELETE)
            .build();

    private static final byte[] SET = Ascii.bytes("SET");
    private static final byte[] DEL = Ascii.bytes("DEL");

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(PUT, this::put).add(TAKE, this::take).build();
    }

    void put(Call call) {
        Key key = call.key(1);
        if (key.string().current() != null) {
            call.reply().integer(0);
            return;
        }
        key.string().set(call, 2, -1);
        key.changed(EventClass.STRING, "bq.put");
        if (call.effects().areWanted()) {
            // What is journalled any server understands, with or without this module.
            call.effects().replaceWith(SET, call.copy(1), call.copy(2));
        }
        call.reply().integer(1);
    }

    void take(Call call) {
        long timeout = KeyWait.timeoutMillis(call, call.count() - 1);
        int[] keys = new int[call.count() - 2];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i + 1;
            if (isOtherType(call, keys[i])) {
                continue;
            }
            Key key = call.key(keys[i]);
            ByteSlice item = key.string().current();
            if (item != null) {
                take(call, keys[i], key, item);
                return;
            }
        }
        // Nothing was written or changed: the whole method runs again when one of the keys comes into being.
        call.waitForKeys(
                new KeyWait(keys, null, false, timeout, late -> late.reply().nilArray()));
    }

    private static void take(Call call, int index, Key key, ByteSlice item) {
        call.reply().array(2);
        call.reply().bulk(call.slice(index));
        call.reply().bulk(item);
        key.remove(false);
        key.changed(EventClass.STRING, "bq.take");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(DEL, call.copy(index));
        }
    }

    /** A waiting call is run again for a value of any type; another one than a string is none of its business then. */
    private static boolean isOtherType(Call call, int index) {
        if (!call.isResumed()) {
            return false;
        }
        ValueType<?> type = call.key(index).type();
        return type != null && !type.name().equals("string");
    }
}
