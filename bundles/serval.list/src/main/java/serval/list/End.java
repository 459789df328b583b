package serval.list;

import serval.bytes.Ascii;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** An end of a list, with what commands, events and effects call it. */
enum End {
    LEFT("lpush", "lpop"),
    RIGHT("rpush", "rpop");

    private final Token token = Token.of(name());
    /** The event of adding here. */
    final String pushed;
    /** The event of removing here. */
    final String popped;
    /** The command that adds here; for effects. */
    final byte[] push;
    /** The command that removes here; for effects. */
    final byte[] pop;

    final byte[] word = Ascii.bytes(name());

    End(String pushed, String popped) {
        this.pushed = pushed;
        this.popped = popped;
        push = Ascii.bytes(pushed.toUpperCase(java.util.Locale.ROOT));
        pop = Ascii.bytes(popped.toUpperCase(java.util.Locale.ROOT));
    }

    boolean isHead() {
        return this == LEFT;
    }

    /** The end that an argument names. */
    static End of(Call call, int index) {
        if (call.is(index, RIGHT.token)) {
            return RIGHT;
        }
        if (call.is(index, LEFT.token)) {
            return LEFT;
        }
        throw CommandError.SYNTAX.exception();
    }
}
