package serval.spi.engine;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.gate.Origin;
import serval.spi.request.Request;
import serval.spi.session.Session;

/** The service that runs calls which are not a client's request: of EXEC, scripts, replays, links. Under the engine lock. */
@ProviderType
public interface Executor {
    /**
     * Runs a call inside the unit that is running, or in one of its own.
     *
     * @param session the client in whose name it runs, or null
     * @param database where it runs if there is no session
     * @param origin decides which gates are passed and what becomes of its effects
     */
    void run(@Nullable Session session, int database, Origin origin, Request request, Reply reply);

    /**
     * Runs a call as {@link #run(Session, int, Origin, Request, Reply)} does, of a command that has been looked up.
     *
     * @param command the command that the request names
     */
    void run(
            @Nullable Session session, int database, Origin origin, CommandEntry command, Request request, Reply reply);

    /** Why the dataset must not be changed just now, as the first gate tells that has something against it; null if none has. */
    @Nullable
    CommandError writeRefusal();

    /** Opens a unit: what runs until {@link #endUnit} shares one clock and one journal unit. Units nest; the outermost counts. */
    void beginUnit();

    /** Closes the unit. */
    void endUnit();

    /**
     * Decides whom the effects that are yet to come in this unit are for, as bits of {@link serval.spi.journal.Target}; all at
     * first. Ends with the unit.
     */
    void effectTargets(int targets);

    /** The session on whose behalf a call runs, or null. */
    @Nullable
    Session session(Call call);

    /**
     * Has a call that changed nothing journalled as it was sent, as if it had.
     *
     * @param targets for whom, of {@link serval.spi.journal.Target}
     */
    void journal(Call call, int targets);

    /** The long call that keeps the server busy, or null. */
    @Nullable
    Call longCall();

    /**
     * Asks the long call to end: its next {@link Call#checkpoint()} throws {@code reason}.
     *
     * @return false if there is none
     */
    boolean kill(CommandError reason);

    /** Has the long call never go on, nor leave any effect: the server ends. */
    void abandonLongCall();

    /**
     * Ends the wait of a session's blocked call as if the time were up, or with an error.
     *
     * @param error null for the timeout's answer
     * @return false if it does not wait
     */
    boolean unblock(Session session, @Nullable CommandError error);

    /** Tells the {@link serval.spi.session.SessionListener}s that a session goes back to the state of a new one. */
    void reset(Session session);

    /** The number of sessions whose calls wait. */
    int blockedSessions();
}
