package serval.aof;

import serval.aof.write.AofWriter;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** What INFO tells of the append-only file. */
final class AofInfo implements InfoSection {
    private final AppendOnlyFile file;
    private final Rewriter rewriter;

    AofInfo(AppendOnlyFile file, Rewriter rewriter) {
        this.file = file;
        this.rewriter = rewriter;
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
        AofWriter writer = file.writer();
        boolean on = file.state() != AppendOnlyFile.State.OFF;
        out.field("aof_enabled", on ? 1 : 0);
        out.field("aof_rewrite_in_progress", rewriter.isRunning() ? 1 : 0);
        out.field("aof_rewrite_scheduled", rewriter.isScheduled() ? 1 : 0);
        out.field("aof_last_rewrite_time_sec", rewriter.lastSeconds());
        out.field("aof_current_rewrite_time_sec", rewriter.currentSeconds());
        out.field("aof_last_bgrewrite_status", rewriter.wasLastGood() ? "ok" : "err");
        out.field("aof_rewrites", rewriter.rewrites());
        out.field("aof_rewrites_consecutive_failures", rewriter.failures());
        out.field("aof_last_write_status", writer.error() == null ? "ok" : "err");
        out.field("aof_last_cow_size", 0);
        if (file.directives().appendonly.value()) {
            out.field("aof_current_size", file.currentSize());
            out.field("aof_base_size", file.baseSize());
            out.field("aof_pending_rewrite", rewriter.isScheduled() ? 1 : 0);
            out.field("aof_buffer_length", writer.waiting());
            out.field("aof_pending_bio_fsync", writer.pendingSyncs());
            out.field("aof_delayed_fsync", writer.delayedSyncs());
        }
    }
}
