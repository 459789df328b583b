package serval.sdk.command;

import serval.sdk.reply.CommandException;

/**
 * The method behind a command.
 *
 * <p>It runs under the engine lock: one at a time, never waiting for a file, a socket or another thread. It writes
 * exactly one reply, or blocks the call, or throws a {@link CommandException}. Whatever else it throws is a fault: logged
 * with its bundle, answered with an error, and what it had written of its reply is taken back.
 */
@FunctionalInterface
public interface Handler {
    /** Runs one call. */
    void run(Call call);
}
