package serval.admin;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.sdk.config.ChoiceDirective;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** Lets protected commands pass where {@code enable-debug-command} and {@code enable-module-command} allow them. */
@Component
public final class ProtectedGate implements Gate {
    private final AdminDirectives directives;

    /** Goes by these directives. */
    @Activate
    public ProtectedGate(@Reference AdminDirectives directives) {
        this.directives = directives;
    }

    @Override
    public String name() {
        return "protected";
    }

    @Override
    public int order() {
        return GateOrder.PROTECTED;
    }

    @Override
    public void attach(GateControl control) {
        control.arm(CommandFlag.PROTECTED, true);
    }

    @Override
    public Verdict check(GateCall call) {
        Session session = call.session();
        if (session == null) {
            return Verdict.PASS;
        }
        String name = call.command().spec().name();
        boolean module = name.startsWith("module");
        ChoiceDirective allowed = module ? directives.module : directives.debug;
        if (allowed.value() == AdminDirectives.ALWAYS || allowed.value() != AdminDirectives.NEVER && isLocal(session)) {
            return Verdict.PASS;
        }
        call.reply()
                .error("ERR " + (module ? "MODULE" : "DEBUG") + " command not allowed. If the " + allowed.name()
                        + " option is set to \"local\", you can run it from a local connection, otherwise you need to set this"
                        + " option in the configuration file, and then restart the server.");
        return Verdict.REFUSE;
    }

    private static boolean isLocal(Session session) {
        String peer = session.address();
        return session.is(SessionFlag.UNIX_SOCKET) || peer.startsWith("127.") || peer.startsWith("[::1]");
    }
}
