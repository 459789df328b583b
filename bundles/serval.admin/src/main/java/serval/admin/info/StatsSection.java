package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.engine.EngineStatistics;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.KeyspaceStatistics;

/** Counters; those of features that other bundles own are 0 until they write them again. */
@Component
public final class StatsSection implements InfoSection {
    private final EngineStatistics engine;
    private final KeyspaceStatistics keyspace;

    /** Reads from these. */
    @Activate
    public StatsSection(@Reference EngineStatistics engine, @Reference Keyspace keyspace) {
        this.engine = engine;
        this.keyspace = keyspace.statistics();
    }

    @Override
    public String section() {
        return "stats";
    }

    @Override
    public int order() {
        return 500;
    }

    @Override
    public void write(InfoWriter out) {
        out.field("total_connections_received", engine.connections);
        out.field("total_commands_processed", engine.commands);
        out.field("instantaneous_ops_per_sec", engine.commandsPerSecond);
        zero(out, "total_net_input_bytes", "total_net_output_bytes", "total_net_repl_input_bytes");
        zero(out, "total_net_repl_output_bytes");
        rates(out, "instantaneous_input_kbps", "instantaneous_output_kbps", "instantaneous_input_repl_kbps");
        rates(out, "instantaneous_output_repl_kbps");
        out.field("rejected_connections", engine.rejectedConnections);
        zero(out, "sync_full", "sync_partial_ok", "sync_partial_err");
        out.field("expired_keys", keyspace.expired);
        out.field("expired_stale_perc", keyspace.expiredStalePercent, 2);
        out.field("expired_time_cap_reached_count", keyspace.expiryTimeCapReached);
        out.field("expire_cycle_cpu_milliseconds", 0);
        out.field("evicted_keys", keyspace.evicted);
        out.field("evicted_clients", engine.evictedClients);
        out.field("total_eviction_exceeded_time", keyspace.evictionExceededNanos / 1_000_000);
        out.field("current_eviction_exceeded_time", 0);
        out.field("keyspace_hits", keyspace.hits);
        out.field("keyspace_misses", keyspace.misses);
        zero(out, "pubsub_channels", "pubsub_patterns", "pubsubshard_channels", "latest_fork_usec", "total_forks");
        zero(out, "migrate_cached_sockets", "slave_expires_tracked_keys");
        zero(out, "active_defrag_hits", "active_defrag_misses", "active_defrag_key_hits", "active_defrag_key_misses");
        zero(out, "total_active_defrag_time", "current_active_defrag_time");
        zero(out, "tracking_total_keys", "tracking_total_items", "tracking_total_prefixes");
        out.field("unexpected_error_replies", engine.unexpectedErrors);
        out.field("total_error_replies", engine.errors);
        out.field("dump_payload_sanitizations", 0);
        out.field("total_reads_processed", engine.batches);
        out.field("total_writes_processed", engine.batches);
        zero(out, "io_threaded_reads_processed", "io_threaded_writes_processed");
        zero(out, "reply_buffer_shrinks", "reply_buffer_expands");
        out.field("eventloop_cycles", engine.batches);
        out.field("eventloop_duration_sum", engine.batchNanos / 1000);
        out.field("eventloop_duration_cmd_sum", engine.batchNanos / 1000);
        out.field("instantaneous_eventloop_cycles_per_sec", (long) Math.ceil(engine.batchesPerSecond));
        out.field("instantaneous_eventloop_duration_usec", (long) Math.ceil(engine.nanosPerBatch / 1000));
        zero(out, "acl_access_denied_auth", "acl_access_denied_cmd", "acl_access_denied_key");
        zero(out, "acl_access_denied_channel");
    }

    private static void zero(InfoWriter out, String... names) {
        for (String name : names) {
            out.field(name, 0);
        }
    }

    private static void rates(InfoWriter out, String... names) {
        for (String name : names) {
            out.field(name, 0, 2);
        }
    }
}
