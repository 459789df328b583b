package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** The role: a primary, alone, as long as no bundle that replicates writes these fields again. */
@Component
public final class ReplicationSection implements InfoSection {
    private final Identity identity;
    private final Settings settings;

    /** Reads from these. */
    @Activate
    public ReplicationSection(@Reference Identity identity, @Reference Settings settings) {
        this.identity = identity;
        this.settings = settings;
    }

    @Override
    public String section() {
        return "replication";
    }

    @Override
    public int order() {
        return 600;
    }

    @Override
    public void write(InfoWriter out) {
        out.field("role", "master");
        out.field("connected_slaves", 0);
        if (settings.number("min-replicas-to-write") > 0 && settings.number("min-replicas-max-lag") > 0) {
            out.field("min_slaves_good_slaves", 0);
        }
        out.field("master_failover_state", "no-failover");
        out.field("master_replid", identity.replicationId());
        out.field("master_replid2", "0".repeat(40));
        out.field("master_repl_offset", 0);
        out.field("second_repl_offset", -1);
        out.field("repl_backlog_active", 0);
        out.field("repl_backlog_size", settings.number("repl-backlog-size"));
        out.field("repl_backlog_first_byte_offset", 0);
        out.field("repl_backlog_histlen", 0);
    }
}
