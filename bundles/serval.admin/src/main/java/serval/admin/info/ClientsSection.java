package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.engine.EngineStatistics;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Sessions;

/** Who is connected. */
@Component
public final class ClientsSection implements InfoSection {
    private final Sessions sessions;
    private final EngineStatistics statistics;
    private final Settings settings;

    /** Reads from these. */
    @Activate
    public ClientsSection(
            @Reference Sessions sessions, @Reference EngineStatistics statistics, @Reference Settings settings) {
        this.sessions = sessions;
        this.statistics = statistics;
        this.settings = settings;
    }

    @Override
    public String section() {
        return "clients";
    }

    @Override
    public int order() {
        return 200;
    }

    @Override
    public void write(InfoWriter out) {
        long connected = 0;
        long tracking = 0;
        long input = 0;
        long output = 0;
        for (Session session : sessions.all()) {
            connected += session.is(SessionFlag.REPLICA) ? 0 : 1;
            tracking += session.is(SessionFlag.TRACKING) ? 1 : 0;
            input = Math.max(input, session.queryBytes() + session.queryFree());
            output = Math.max(output, session.outputBytes());
        }
        out.field("connected_clients", connected);
        out.field("cluster_connections", 0);
        out.field("maxclients", settings.number("maxclients"));
        out.field("client_recent_max_input_buffer", input);
        out.field("client_recent_max_output_buffer", output);
        out.field("blocked_clients", statistics.blocked);
        out.field("tracking_clients", tracking);
        out.field("clients_in_timeout_table", statistics.timedWaits);
        out.field("total_blocking_keys", statistics.blockingKeys);
        out.field("total_blocking_keys_on_nokey", statistics.blockingKeysEvenIfDeleted);
    }
}
