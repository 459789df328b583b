package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.engine.EngineStatistics;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** Figures of the event loop; only shown to who asks for them by name. */
@Component
public final class DebugSection implements InfoSection {
    static final String NAME = "debug";

    private final EngineStatistics statistics;

    /** Reads from these statistics. */
    @Activate
    public DebugSection(@Reference EngineStatistics statistics) {
        this.statistics = statistics;
    }

    @Override
    public String section() {
        return NAME;
    }

    @Override
    public int order() {
        return 1400;
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(InfoWriter out) {
        out.field("eventloop_duration_aof_sum", 0);
        out.field("eventloop_duration_cron_sum", statistics.cronNanos / 1000);
        out.field("eventloop_duration_max", statistics.longestBatchNanos / 1000);
        out.field("eventloop_cmd_per_cycle_max", statistics.mostBatchCommands);
    }
}
