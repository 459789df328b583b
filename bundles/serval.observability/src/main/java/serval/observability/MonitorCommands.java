package serval.observability;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.STALE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;
import serval.spi.engine.Executor;
import serval.spi.session.Session;

/** The command MONITOR. */
@Component
public final class MonitorCommands implements CommandFamily {
    private static final CommandError DENIED = CommandError.of("ERR MONITOR isn't allowed for DENY BLOCKING client");

    static final CommandSpec MONITOR = CommandSpec.command("MONITOR")
            .summary("Shows every call to this client from now on.")
            .group("server")
            .since("1.0.0")
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .build();

    private final Monitors monitors;
    private final Executor executor;

    /** Creates the command. */
    @Activate
    public MonitorCommands(@Reference Monitors monitors, @Reference Executor executor) {
        this.monitors = monitors;
        this.executor = executor;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(MONITOR, this::monitor).build();
    }

    void monitor(Call call) {
        Session session = executor.session(call);
        if (session == null || !call.canWait()) {
            throw DENIED.exception();
        }
        monitors.add(session);
        call.reply().ok();
    }
}
