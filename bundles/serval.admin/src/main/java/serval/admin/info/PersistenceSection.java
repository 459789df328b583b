package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.dataset.Loading;
import serval.spi.engine.EngineStatistics;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** What is saved: nothing, as long as no bundle that saves writes these fields again. */
@Component
public final class PersistenceSection implements InfoSection {
    private final EngineStatistics statistics;
    private final Identity identity;
    private final Loading loading;

    /** Reads from these. */
    @Activate
    public PersistenceSection(
            @Reference EngineStatistics statistics, @Reference Identity identity, @Reference Loading loading) {
        this.loading = loading;
        this.statistics = statistics;
        this.identity = identity;
    }

    @Override
    public String section() {
        return "persistence";
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public void write(InfoWriter out) {
        out.field("loading", loading.isActive() ? 1 : 0);
        out.field("async_loading", 0);
        out.field("current_cow_peak", 0);
        out.field("current_cow_size", 0);
        out.field("current_cow_size_age", 0);
        out.field("current_fork_perc", 0, 2);
        out.field("current_save_keys_processed", 0);
        out.field("current_save_keys_total", 0);
        out.field("rdb_changes_since_last_save", statistics.dirty);
        out.field("rdb_bgsave_in_progress", 0);
        out.field("rdb_last_save_time", identity.startedAt() / 1000);
        out.field("rdb_last_bgsave_status", "ok");
        out.field("rdb_last_bgsave_time_sec", -1);
        out.field("rdb_current_bgsave_time_sec", -1);
        out.field("rdb_saves", 0);
        out.field("rdb_last_cow_size", 0);
        out.field("rdb_last_load_keys_expired", 0);
        out.field("rdb_last_load_keys_loaded", 0);
        out.field("aof_enabled", 0);
        out.field("aof_rewrite_in_progress", 0);
        out.field("aof_rewrite_scheduled", 0);
        out.field("aof_last_rewrite_time_sec", -1);
        out.field("aof_current_rewrite_time_sec", -1);
        out.field("aof_last_bgrewrite_status", "ok");
        out.field("aof_rewrites", 0);
        out.field("aof_rewrites_consecutive_failures", 0);
        out.field("aof_last_write_status", "ok");
        out.field("aof_last_cow_size", 0);
        out.field("module_fork_in_progress", 0);
        out.field("module_fork_last_cow_size", 0);
        if (loading.isActive()) {
            progress(out);
        }
    }

    private void progress(InfoWriter out) {
        long total = loading.total();
        long loaded = loading.loaded();
        long elapsed = Math.max(0, (System.currentTimeMillis() - loading.since()) / 1000);
        out.field("loading_start_time", loading.since() / 1000);
        out.field("loading_total_bytes", total);
        out.field("loading_rdb_used_mem", loading.usedMemory());
        out.field("loading_loaded_bytes", loaded);
        out.field("loading_loaded_perc", total == 0 ? 0 : loaded * 100.0 / total, 2);
        // As long as nothing is known the time is guessed to be as short as it can be.
        out.field("loading_eta_seconds", loaded == 0 ? 1 : Math.max(0, elapsed * (total - loaded) / loaded));
    }
}
