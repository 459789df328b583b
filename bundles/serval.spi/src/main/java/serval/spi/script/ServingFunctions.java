package serval.spi.script;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.ServiceReference;
import serval.spi.module.Arrivals;

/**
 * The libraries of functions of the bundle that serves: what whoever saves or loads them extends by a component, an
 * {@link serval.spi.module.Intake} with a dynamic reference of many. While a version of the bundle is being exchanged for another
 * both publish theirs, and only one has what clients load.
 */
@ConsumerType
public abstract class ServingFunctions extends Arrivals<FunctionLibraries> {
    private volatile @Nullable FunctionLibraries current;

    /** Creates it with no libraries in sight. */
    protected ServingFunctions() {
        super("libraries of functions");
    }

    /** The libraries, or null while nobody runs any. */
    public final @Nullable FunctionLibraries current() {
        return current;
    }

    @Override
    protected void enter(FunctionLibraries service, ServiceReference<? extends FunctionLibraries> reference) {
        current = service;
    }

    @Override
    protected void leave(FunctionLibraries service, ServiceReference<? extends FunctionLibraries> reference) {
        if (current == service) {
            current = null;
        }
    }

    @Override
    protected List<String> names(FunctionLibraries service) {
        return List.of("functions");
    }
}
