package serval.tracking;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** How much is tracked. */
@Component
public final class TrackingInfo implements InfoSection {
    private final Tracker tracker;

    /** Reads from this tracker. */
    @Activate
    public TrackingInfo(@Reference Tracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public String section() {
        return "stats";
    }

    @Override
    public int order() {
        return 502;
    }

    @Override
    public void write(InfoWriter out) {
        out.field("tracking_total_keys", tracker.table().size());
        out.field("tracking_total_items", tracker.table().items());
        out.field("tracking_total_prefixes", tracker.prefixes());
    }
}
