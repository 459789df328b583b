package serval.engine;

import org.jspecify.annotations.Nullable;
import serval.sdk.config.Directive;
import serval.sdk.reply.CommandError;
import serval.spi.config.Configuration;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * Stands in while the bundle that asks for passwords is away: who was let in before stays in, who comes meanwhile waits outside if
 * a password is set.
 */
final class Door implements Gate {
    private static final CommandError NO_AUTH = CommandError.of("NOAUTH Authentication required.");

    private @Nullable GateControl control;
    private volatile @Nullable Configuration configuration;
    private int keepers;

    void configuration(@Nullable Configuration service) {
        configuration = service;
    }

    /** A bundle that asks for passwords came (1) or went (-1). */
    void keepers(int more) {
        keepers += more;
        if (control != null) {
            control.armAll(keepers == 0);
        }
    }

    /** A client connected. */
    void opened(Session session) {
        if (isPasswordSet()) {
            session.flag(SessionFlag.AUTHENTICATED, false);
        }
    }

    private boolean isPasswordSet() {
        Configuration known = configuration;
        Directive password = known == null ? null : known.find("requirepass");
        return password != null && !password.text().isEmpty();
    }

    @Override
    public String name() {
        return "door";
    }

    @Override
    public int order() {
        return GateOrder.AUTHENTICATION - 1;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        own.armAll(keepers == 0);
    }

    @Override
    public Verdict check(GateCall call) {
        Session session = call.session();
        if (session == null || session.is(SessionFlag.AUTHENTICATED)) {
            return Verdict.PASS;
        }
        call.reply().error(NO_AUTH);
        return Verdict.REFUSE;
    }
}
