package serval.admin.info;

import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.engine.EngineStatistics;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** Errors answered, by code. */
@Component
public final class ErrorstatsSection implements InfoSection {
    private final EngineStatistics statistics;

    /** Reads from these statistics. */
    @Activate
    public ErrorstatsSection(@Reference EngineStatistics statistics) {
        this.statistics = statistics;
    }

    @Override
    public String section() {
        return "errorstats";
    }

    @Override
    public int order() {
        return 1000;
    }

    @Override
    public void write(InfoWriter out) {
        new TreeMap<>(statistics.errorsByCode())
                .forEach(
                        (code, count) -> out.field("errorstat_" + CommandstatsSection.safe(code), "count=" + count[0]));
    }
}
