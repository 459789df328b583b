package serval.admin;

import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.sdk.config.Directive;
import serval.spi.config.Configuration;
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
    private final Configuration configuration;

    /** Goes by the directives that this configuration has, whosever they are. */
    @Activate
    public ProtectedGate(@Reference Configuration configuration) {
        this.configuration = configuration;
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
        String command = call.command().spec().name();
        int end = command.indexOf('|');
        String name = end < 0 ? command : command.substring(0, end);
        String directive = "enable-" + name + "-command";
        Directive allowed = configuration.find(directive);
        String whom = allowed == null ? "no" : allowed.text();
        if (whom.equals("yes") || whom.equals("local") && isLocal(session)) {
            return Verdict.PASS;
        }
        call.reply()
                .error("ERR " + name.toUpperCase(Locale.ROOT) + " command not allowed. If the " + directive
                        + " option is set to \"local\", you can run it from a local connection, otherwise you need to set this"
                        + " option in the configuration file, and then restart the server.");
        return Verdict.REFUSE;
    }

    private static boolean isLocal(Session session) {
        String peer = session.address();
        return session.is(SessionFlag.UNIX_SOCKET) || peer.startsWith("127.") || peer.startsWith("[::1]");
    }
}
