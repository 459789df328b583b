package serval.rdb;

import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.module.Intake;
import serval.spi.script.FunctionLibraries;
import serval.spi.script.ServingFunctions;

/** The functions that are loaded. */
@Component(service = {Functions.class, Intake.class})
public final class Functions extends ServingFunctions {
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
