package serval.testbundle;

import static serval.sdk.command.CommandSpec.command;

import org.osgi.service.component.annotations.Component;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;

/** Commands on lines: one of them waits. */
@Component
public final class LineCommands implements CommandFamily {
    static final CommandSpec PUSH = command("TEST.PUSH key line [line ...]")
            .flags(CommandFlag.WRITE, CommandFlag.DENYOOM)
            .keys(KeyFlag.RW, KeyFlag.INSERT)
            .build();
    static final CommandSpec POP = command("TEST.POP key [key ...] timeout")
            .flags(CommandFlag.WRITE, CommandFlag.BLOCKING)
            .keys(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.DELETE)
            .build();
    static final CommandSpec LEN =
            command("TEST.LEN key").flags(CommandFlag.READONLY).keys(KeyFlag.RO).build();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(PUSH, this::push)
                .add(POP, this::pop)
                .add(LEN, this::len)
                .build();
    }

    void push(Call call) {
        Key key = call.key(1);
        Lines lines = key.updateOrCreate(Lines.TYPE);
        for (int i = 2; i < call.count(); i++) {
            lines.add(call.copy(i));
        }
        key.changed(EventClass.MODULE, "test.push");
        call.reply().integer(lines.size());
    }

    void pop(Call call) {
        long timeout = KeyWait.timeoutMillis(call, call.count() - 1);
        int[] keys = new int[call.count() - 2];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i + 1;
            Key key = call.key(i + 1);
            Lines lines = key.update(Lines.TYPE);
            if (lines != null) {
                call.reply().array(2);
                call.reply().bulk(call.slice(i + 1));
                call.reply().bulk(lines.poll());
                if (lines.size() == 0) {
                    key.remove(false);
                }
                key.changed(EventClass.MODULE, "test.pop");
                return;
            }
        }
        call.waitForKeys(new KeyWait(
                keys, Lines.TYPE, false, timeout, late -> late.reply().nilArray()));
    }

    void len(Call call) {
        Lines lines = call.key(1).read(Lines.TYPE);
        call.reply().integer(lines == null ? 0 : lines.size());
    }
}
