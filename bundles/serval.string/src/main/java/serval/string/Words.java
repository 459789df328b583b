package serval.string;

import serval.bytes.Ascii;
import serval.sdk.reply.CommandError;

/** Words of the commands that effects are written in, and errors that several commands answer. */
final class Words {
    static final byte[] SET = Ascii.bytes("SET");
    static final byte[] DEL = Ascii.bytes("DEL");
    static final byte[] PXAT = Ascii.bytes("PXAT");
    static final byte[] KEEPTTL = Ascii.bytes("KEEPTTL");
    static final byte[] PERSIST = Ascii.bytes("PERSIST");
    static final byte[] PEXPIREAT = Ascii.bytes("PEXPIREAT");

    private Words() {}

    /** The error of a call whose number of arguments the declaration lets pass and the command does not. */
    static CommandError wrongArity(String command) {
        return CommandError.of("ERR wrong number of arguments for '" + command + "' command");
    }
}
