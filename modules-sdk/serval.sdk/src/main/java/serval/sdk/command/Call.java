package serval.sdk.command;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.bytes.ByteSlice;
import serval.sdk.block.KeyWait;
import serval.sdk.block.Suspension;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.reply.Reply;

/**
 * One execution of a command: its arguments, its reply, the keys it opens and the effects it leaves.
 *
 * <p>A call may come from a session, a script, a transaction, the replay of a file, a replication link, a timer or
 * another command; a handler cannot tell and need not. A call is valid until its handler returns, and only on the thread
 * that runs it. Arguments are counted from 0, the command's name; for a subcommand 1 is the subcommand's name.
 */
@ProviderType
public interface Call {
    /** The command that runs. */
    CommandSpec spec();

    // Arguments

    /** The number of arguments, the command's name included. */
    int count();

    /** The length of an argument in bytes. */
    int length(int index);

    /**
     * An argument where it lies, without copying. Valid until the handler returns; two slices of one call are
     * independent.
     */
    ByteSlice slice(int index);

    /** An argument as an array that nobody else has. */
    byte[] copy(int index);

    /** Whether an argument equals a token, letter case aside. */
    boolean is(int index, Token token);

    /**
     * An argument as a signed 64-bit number.
     *
     * @throws CommandException {@link CommandError#NOT_AN_INTEGER} if it is none or out of range
     */
    long asLong(int index);

    /**
     * An argument as a signed 64-bit number within bounds, both included.
     *
     * @throws CommandException {@code error} if it is none or out of bounds
     */
    long asLong(int index, long least, long most, CommandError error);

    /**
     * An argument as a floating-point number; infinities are taken, NaN is not.
     *
     * @throws CommandException {@link CommandError#NOT_A_FLOAT}
     */
    double asDouble(int index);

    /** An argument as text, one char per byte: for rare paths and messages. */
    String text(int index);

    // What it answers

    /** The writer of this call's reply. */
    Reply reply();

    // What it works on

    /** The key that an argument names, in the selected database. Valid until the handler returns. */
    Key key(int index);

    /** The selected database. */
    Keys keys();

    /** The server's time in milliseconds since 1970, the same throughout a unit (command, transaction, script). */
    long now();

    // What it leaves in the journal

    /**
     * What is journalled of this call. Untouched, a call that changed something is journalled as it was sent.
     */
    Effects effects();

    // Who called

    /** The client behind this call, or null if there is none (replay, replication link, timer). */
    @Nullable
    Caller caller();

    // Waiting

    /**
     * Whether this call can wait. It cannot in a transaction, in a script or without a client; there
     * {@link #waitForKeys} answers at once as if the time were up.
     */
    boolean canWait();

    /**
     * Ends this run of the call without a reply and runs the handler again, from its beginning, each time one of the keys
     * became ready; it keeps its place in the queues of its keys until it has answered. Nothing may have been written
     * or changed before. The handler returns right after.
     */
    void waitForKeys(KeyWait wait);

    /**
     * Puts another word in an argument's place for the runs that follow {@link #waitForKeys}: what was relative to the first
     * run ("from now on") becomes absolute. This run still sees the argument as it was sent.
     */
    void rewriteForNextRun(int index, byte[] word);

    /** Whether this run of the handler follows a {@link #waitForKeys}. */
    boolean isResumed();

    /**
     * Ends this call without a reply and returns the handle that will answer it, from any thread. The handler returns
     * right after.
     *
     * @param timeoutMillis after which {@code onTimeout} answers; 0 waits without limit
     * @param onTimeout answers when the time is up, on the engine's terms; also called at once if {@link #canWait()} is
     *     false, and then the handle is already ended
     */
    Suspension suspend(long timeoutMillis, Handler onTimeout);

    // Running long

    /**
     * Tells the engine that this call, flagged {@link CommandFlag#LONG}, is alive. Costs a comparison as a rule; past
     * {@code busy-reply-threshold} it lets other clients be answered BUSY and then goes on.
     *
     * @throws CommandException if the call was killed; to be passed on, not swallowed
     */
    void checkpoint();

    // Calling on

    /**
     * Runs another command in this call's name, database and unit, and writes its reply to {@code into}. The command
     * passes the same gates as a command in a script.
     *
     * @param arguments the command's name and its arguments
     */
    void run(Reply into, byte[]... arguments);
}
