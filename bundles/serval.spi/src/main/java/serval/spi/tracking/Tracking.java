package serval.spi.tracking;

import java.util.ArrayList;
import java.util.List;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.SessionSlot;

/** What CLIENT TRACKING said of one session. Under the engine lock. */
public final class Tracking {
    /** Which keys that the client reads are remembered. */
    public enum Choice {
        /** All. */
        ALL,
        /** Those of commands announced by CLIENT CACHING YES (OPTIN). */
        OPT_IN,
        /** All but those of commands announced by CLIENT CACHING NO (OPTOUT). */
        OPT_OUT
    }

    /** Where a session that is {@link SessionFlag#TRACKING} keeps it. */
    public static final SessionSlot<Tracking> SLOT = SessionSlot.named("tracking");

    private final long redirect;
    private final Choice choice;
    private final boolean noLoop;
    private final List<byte[]> prefixes;
    private boolean announced;

    /**
     * Creates what CLIENT TRACKING ON says.
     *
     * @param redirect the number of the session that gets the messages, or 0 for this one
     * @param noLoop whether the client is not told of its own changes
     * @param prefixes in broadcasting mode, the prefixes of the keys it is told of; else empty
     */
    public Tracking(long redirect, Choice choice, boolean noLoop, List<byte[]> prefixes) {
        this.redirect = redirect;
        this.choice = choice;
        this.noLoop = noLoop;
        this.prefixes = new ArrayList<>(prefixes);
    }

    /** The number of the session that gets the messages of a session: 0 for itself, -1 if it does not track. */
    public static long redirect(Session session) {
        Tracking own = session.is(SessionFlag.TRACKING) ? session.get(SLOT) : null;
        return own == null ? -1 : own.redirect;
    }

    /** The number of the session that gets the messages, or 0 for this one. */
    public long redirect() {
        return redirect;
    }

    /** Which keys are remembered. */
    public Choice choice() {
        return choice;
    }

    /** Whether the client is not told of its own changes. */
    public boolean noLoop() {
        return noLoop;
    }

    /** The prefixes of the keys it is told of in broadcasting mode; not to be changed. */
    public List<byte[]> prefixes() {
        return prefixes;
    }

    /** Whether CLIENT CACHING announced the next command. */
    public boolean announced() {
        return announced;
    }

    /** Notes that CLIENT CACHING announced the next command, or that this command is over. */
    public void announced(boolean yes) {
        announced = yes;
    }
}
