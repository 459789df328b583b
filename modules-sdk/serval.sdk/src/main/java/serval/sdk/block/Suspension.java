package serval.sdk.block;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.command.Handler;

/** A call that was put aside and will be answered later, from any thread. */
@ProviderType
public interface Suspension {
    /**
     * Answers the call: the handler runs on the engine's terms (under its lock, able to open keys and to leave effects)
     * and writes the reply.
     *
     * @return whether the call was still waiting; false after a timeout, CLIENT UNBLOCK, the client's departure, or
     *     an earlier answer, and then the handler does not run
     */
    boolean resume(Handler answer);

    /** Whether the call still waits. */
    boolean isWaiting();

    /** Runs when the call stops waiting without having been resumed, so that whatever it holds can be let go. */
    void onAbandoned(Runnable action);
}
