package serval.observability;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** Keeps sessions that watch from touching keys: what they read is a stream, like a replica's. */
@Component
public final class MonitorGate implements Gate {
    private static final long ON_KEYS = 1L << CommandFlag.WRITE.ordinal()
            | 1L << CommandFlag.READONLY.ordinal()
            | 1L << CommandFlag.MAY_REPLICATE.ordinal();
    private static final CommandError DENIED = CommandError.of("ERR Replica can't interact with the keyspace");

    private final Monitors monitors;

    /** Is armed for those who watch. */
    @Activate
    public MonitorGate(@Reference Monitors monitors) {
        this.monitors = monitors;
    }

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public int order() {
        return GateOrder.REPLICA_LINK;
    }

    @Override
    public void attach(GateControl own) {
        monitors.gate(own);
    }

    @Override
    public Verdict check(GateCall call) {
        Session session = call.session();
        if (session == null
                || !session.is(SessionFlag.MONITOR)
                || (call.command().spec().flagBits() & ON_KEYS) == 0) {
            return Verdict.PASS;
        }
        call.reply().error(DENIED);
        return Verdict.REFUSE;
    }
}
