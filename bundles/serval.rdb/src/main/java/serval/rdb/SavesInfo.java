package serval.rdb;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.engine.EngineStatistics;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** What INFO tells of snapshots. */
@Component
public final class SavesInfo implements InfoSection {
    private final Saves saves;
    private final EngineStatistics statistics;

    /** Reads from these. */
    @Activate
    public SavesInfo(@Reference Saves saves, @Reference EngineStatistics statistics) {
        this.saves = saves;
        this.statistics = statistics;
    }

    @Override
    public String section() {
        return "persistence";
    }

    @Override
    public int order() {
        return 410;
    }

    @Override
    public void write(InfoWriter out) {
        StreamWriting writing = saves.active();
        long done = writing == null ? 0 : writing.done();
        long total = writing == null ? 0 : writing.total();
        long preserved = writing == null ? 0 : writing.preserved();
        out.field("current_cow_peak", preserved);
        out.field("current_cow_size", preserved);
        out.field("current_fork_perc", total == 0 ? 0 : done * 100.0 / total, 2);
        out.field("current_save_keys_processed", done);
        out.field("current_save_keys_total", total);
        out.field("rdb_changes_since_last_save", statistics.dirty);
        out.field("rdb_bgsave_in_progress", saves.isRunning() ? 1 : 0);
        out.field("rdb_last_save_time", saves.lastSaveSeconds());
        out.field("rdb_last_bgsave_status", saves.hasFailed() ? "err" : "ok");
        out.field("rdb_last_bgsave_time_sec", saves.lastDurationSeconds());
        out.field("rdb_current_bgsave_time_sec", saves.presentDurationSeconds());
        out.field("rdb_saves", saves.saves());
        out.field("rdb_last_cow_size", saves.lastPreserved());
        out.field("rdb_last_load_keys_expired", saves.keysExpired());
        out.field("rdb_last_load_keys_loaded", saves.keysLoaded());
    }
}
