package serval.engine;

import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.module.Handover;
import serval.spi.module.Arrivals;

/** What bundles hand to their successors. */
final class HandoverArrivals extends Arrivals<Handover> {
    private static final Logger LOG = LoggerFactory.getLogger(HandoverArrivals.class);

    HandoverArrivals() {
        super("handovers");
    }

    @Override
    protected void enter(Handover service, ServiceReference<? extends Handover> reference) {
        // Nothing to do with it until its bundle leaves.
    }

    @Override
    protected void leave(Handover service, ServiceReference<? extends Handover> reference) {
        // As above.
    }

    @Override
    protected List<String> names(Handover service) {
        return List.of(service.name());
    }

    /** Brings the state of one bundle over to another; under the engine lock. A failure costs that state and nothing else. */
    void handOver(Bundle leaving, Bundle entering) {
        for (Handover old : of(leaving)) {
            for (Handover next : of(entering)) {
                if (next.name().equals(old.name())) {
                    try {
                        next.adopt(old.export());
                    } catch (RuntimeException | LinkageError fault) {
                        LOG.error(
                                "State '{}' did not go from {} {} to {}",
                                old.name(),
                                leaving.getSymbolicName(),
                                leaving.getVersion(),
                                entering.getVersion(),
                                fault);
                    }
                }
            }
        }
    }
}
