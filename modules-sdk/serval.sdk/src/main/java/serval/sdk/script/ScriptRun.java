package serval.sdk.script;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.reply.Reply;

/** One run of a script or function: what it was called with, what it may do, and where its reply goes. */
@ProviderType
public interface ScriptRun {
    /** The name to call it by in errors: a script's SHA-1, a function's name. */
    String name();

    /** The number of keys it was called with. */
    int keys();

    /** A key, from 0 on, as an array that nobody else has. */
    byte[] key(int index);

    /** The number of arguments it was called with. */
    int arguments();

    /** An argument, from 0 on, as an array that nobody else has. */
    byte[] argument(int index);

    /** Where its reply is written. */
    Reply reply();

    /**
     * Runs a command in the caller's name, as part of the script's unit. An error, the script's own restrictions included, is
     * written to {@code into} as any reply is. Commands never wait there.
     *
     * @param words the command's name and its arguments; read until it returns, and copied by whoever keeps one
     */
    void call(Reply into, byte[]... words);

    /** Whether the caller's user may run a command: -1 if there is none of that name, else 0 or 1. */
    int mayRun(byte[]... words);

    /**
     * Decides whom the effects of the commands that follow are for: bits that add up, 1 the append-only file, 2 replicas.
     */
    void replicate(int targets);

    /** Writes to the server's log: {@code level} is 0 for debug, 1 verbose, 2 notice, 3 warning. */
    void log(int level, String text);

    /**
     * Tells that the script is alive. Past {@code busy-reply-threshold} other clients are answered BUSY.
     *
     * @throws serval.sdk.reply.CommandException if it was killed: to be passed on, not swallowed
     */
    void checkpoint();

    /** Whether there is room for so many bytes. */
    boolean mayTake(long bytes);

    /** Tells that the error in the reply is one that was counted already, when a command answered it. */
    void errorWasCounted();
}
