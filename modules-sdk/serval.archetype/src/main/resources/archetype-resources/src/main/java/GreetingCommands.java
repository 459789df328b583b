package ${package};

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandSpec.command;

import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;

/** A command that works on no key. */
@Component
public final class GreetingCommands implements CommandFamily {
    private static final byte[] HELLO = Ascii.bytes("hello, ");

    /** How it is written is its number of arguments, too; an unknown form never reaches the method. */
    static final CommandSpec GREETING =
            command("GREETING name").summary("Greets somebody.").flags(FAST).build();

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(GREETING, this::greeting).build();
    }

    void greeting(Call call) {
        byte[] name = call.copy(1);
        byte[] greeting = new byte[HELLO.length + name.length];
        System.arraycopy(HELLO, 0, greeting, 0, HELLO.length);
        System.arraycopy(name, 0, greeting, HELLO.length, name.length);
        call.reply().bulk(greeting);
    }
}
