package serval.observability;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.observe.CallObserver;
import serval.spi.request.Request;
import serval.spi.session.Session;

/** What the engine tells of each call, handed on to whoever wants to know. */
@Component
public final class Observer implements CallObserver {
    /** Commands whose own calls make others, or which wait: MONITOR shows them as they begin. */
    private static final long SHOWN_FIRST =
            1L << CommandFlag.SKIP_MONITOR.ordinal() | 1L << CommandFlag.BLOCKING.ordinal();

    private final SlowLog slowLog;
    private final LatencyMonitor latency;
    private final Monitors monitors;

    /** Hands on to these. */
    @Activate
    public Observer(@Reference SlowLog slowLog, @Reference LatencyMonitor latency, @Reference Monitors monitors) {
        this.slowLog = slowLog;
        this.latency = latency;
        this.monitors = monitors;
    }

    @Override
    public void before(CommandEntry command, Request request, @Nullable Session session, int database, Origin origin) {
        if (!monitors.isEmpty() && (command.spec().flagBits() & SHOWN_FIRST) != 0) {
            monitors.feed(command, request, session, origin);
        }
    }

    @Override
    public void after(CommandEntry command, Request request, @Nullable Session session, Origin origin, long nanos) {
        if (nanos >= slowLog.fromNanos()) {
            slowLog.add(command, request, session, nanos);
        }
        if (nanos >= latency.fromNanos()) {
            latency.add(command.spec().is(CommandFlag.FAST) ? "fast-command" : "command", nanos);
        }
        if (!monitors.isEmpty() && (command.spec().flagBits() & SHOWN_FIRST) == 0) {
            monitors.feed(command, request, session, origin);
        }
    }

    @Override
    public void spent(String event, long nanos) {
        if (nanos >= latency.fromNanos()) {
            latency.add(event, nanos);
        }
    }
}
