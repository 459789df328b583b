package serval.pubsub;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;

/** Holds RESP2 subscribers, who cannot tell a reply from a message, to what they may say. Armed for subscribers only. */
@Component
public final class SubscriberGate implements Gate {
    private static final Set<String> ALLOWED = Set.of(
            "subscribe",
            "psubscribe",
            "ssubscribe",
            "unsubscribe",
            "punsubscribe",
            "sunsubscribe",
            "ping",
            "quit",
            "reset");

    private final Channels channels;

    /** Creates the gate. */
    @Activate
    public SubscriberGate(@Reference Channels channels) {
        this.channels = channels;
    }

    @Override
    public String name() {
        return "subscriber";
    }

    @Override
    public int order() {
        return GateOrder.SUBSCRIBER;
    }

    @Override
    public void attach(GateControl control) {
        channels.enter(control);
    }

    @Override
    public Verdict check(GateCall call) {
        Session session = call.session();
        if (session == null
                || call.origin() != Origin.CLIENT
                || session.respVersion() > 2
                || ALLOWED.contains(call.command().spec().name())) {
            return Verdict.PASS;
        }
        call.reply()
                .error("ERR Can't execute '" + call.command().name()
                        + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING "
                        + "/ QUIT / RESET are allowed in this context");
        return Verdict.REFUSE;
    }
}
