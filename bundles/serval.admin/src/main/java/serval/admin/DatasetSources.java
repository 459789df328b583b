package serval.admin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.dataset.DatasetSource;
import serval.spi.module.Arrivals;
import serval.spi.module.Intake;

/** The files that bundles keep the dataset in, as far as commands for operators have to do with them. Under the engine lock. */
@Component(service = DatasetSources.class)
public final class DatasetSources {
    private final List<DatasetSource> all = new CopyOnWriteArrayList<>();
    private final ServiceRegistration<?> intake;
    private final Arrivals<DatasetSource> arrivals = new Arrivals<>("dataset files") {
        @Override
        protected void enter(DatasetSource source, ServiceReference<? extends DatasetSource> reference) {
            all.add(source);
        }

        @Override
        protected void leave(DatasetSource source, ServiceReference<? extends DatasetSource> reference) {
            all.remove(source);
        }
    };

    /** Begins empty. */
    @Activate
    public DatasetSources(BundleContext context) {
        intake = context.registerService(Intake.class, arrivals, null);
    }

    @Deactivate
    void deactivate() {
        intake.unregister();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(DatasetSource source, ServiceReference<DatasetSource> reference) {
        arrivals.arrived(source, reference);
    }

    void unbindSource(DatasetSource source, ServiceReference<DatasetSource> reference) {
        arrivals.departed(source, reference);
    }

    /** The source of a kind, or null. */
    public @Nullable DatasetSource find(int order) {
        for (DatasetSource source : all) {
            if (source.order() == order) {
                return source;
            }
        }
        return null;
    }

    /** FLUSHALL has emptied the dataset; returns whether the empty one has been saved. */
    boolean emptied() {
        boolean saved = false;
        for (DatasetSource source : all) {
            saved |= source.emptied();
        }
        return saved;
    }
}
