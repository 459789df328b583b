package serval.admin;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.dataset.DatasetSource;
import serval.spi.module.Intake;
import serval.spi.module.Several;

/** The files that bundles keep the dataset in, as far as commands for operators have to do with them. Under the engine lock. */
@Component(service = {DatasetSources.class, Intake.class})
public final class DatasetSources extends Several<DatasetSource> {
    /** Begins empty. */
    public DatasetSources() {
        super("dataset files");
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(DatasetSource source, ServiceReference<DatasetSource> reference) {
        arrived(source, reference);
    }

    void unbindSource(DatasetSource source, ServiceReference<DatasetSource> reference) {
        departed(source, reference);
    }

    /** The source of a kind, or null. */
    public @Nullable DatasetSource find(int order) {
        for (DatasetSource source : all()) {
            if (source.order() == order) {
                return source;
            }
        }
        return null;
    }

    /** FLUSHALL has emptied the dataset; returns whether the empty one has been saved. */
    boolean emptied() {
        boolean saved = false;
        for (DatasetSource source : all()) {
            saved |= source.emptied();
        }
        return saved;
    }
}
