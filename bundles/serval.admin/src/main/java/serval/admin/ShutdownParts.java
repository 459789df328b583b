package serval.admin;

import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.engine.Lifecycle;
import serval.spi.module.Intake;
import serval.spi.module.Several;

/** Those who have something to do when the server ends. */
@Component(service = {ShutdownParts.class, Intake.class})
public final class ShutdownParts extends Several<Lifecycle> {
    /** Begins empty. */
    public ShutdownParts() {
        super("shutdown participants");
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPart(Lifecycle part, ServiceReference<Lifecycle> reference) {
        arrived(part, reference);
    }

    void unbindPart(Lifecycle part, ServiceReference<Lifecycle> reference) {
        departed(part, reference);
    }
}
