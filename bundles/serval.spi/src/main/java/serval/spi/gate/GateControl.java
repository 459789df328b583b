package serval.spi.gate;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.command.CommandFlag;
import serval.spi.session.Session;

/** A gate's own switch. Under the engine lock. */
@ProviderType
public interface GateControl {
    /** Asks the gate about every call, or no longer. */
    void armAll(boolean on);

    /** Asks the gate about the calls of one session, or no longer. */
    void arm(Session session, boolean on);

    /** Asks the gate about the calls of commands that have a flag, or no longer; commands without it pay nothing. */
    void arm(CommandFlag flag, boolean on);

    /** Lets the calls come again that this gate postponed, each at its session's turn. */
    void releasePostponed();
}
