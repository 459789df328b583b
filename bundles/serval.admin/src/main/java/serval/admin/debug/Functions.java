package serval.admin.debug;

import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.module.Intake;
import serval.spi.module.Sole;
import serval.spi.script.FunctionLibraries;

/** The libraries of functions, as whoever serves them has them. */
@Component(service = {Functions.class, Intake.class})
public final class Functions extends Sole<FunctionLibraries> {
    /** Begins without any. */
    public Functions() {
        super("libraries of functions");
    }

    /** Libraries came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bind(FunctionLibraries service, ServiceReference<FunctionLibraries> reference) {
        arrived(service, reference);
    }

    /** Libraries went. */
    public void unbind(FunctionLibraries service, ServiceReference<FunctionLibraries> reference) {
        departed(service, reference);
    }
}
