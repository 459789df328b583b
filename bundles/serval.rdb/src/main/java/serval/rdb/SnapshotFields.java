package serval.rdb;

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
import serval.spi.dataset.SnapshotField;
import serval.spi.module.Arrivals;
import serval.spi.module.Intake;

/** What other bundles have in snapshot files beside the keys. */
@Component(service = SnapshotFields.class)
public final class SnapshotFields {
    private final List<SnapshotField> all = new CopyOnWriteArrayList<>();
    private final ServiceRegistration<?> intake;
    private final Arrivals<SnapshotField> arrivals = new Arrivals<>("fields of snapshot files") {
        @Override
        protected void enter(SnapshotField field, ServiceReference<? extends SnapshotField> reference) {
            all.add(field);
        }

        @Override
        protected void leave(SnapshotField field, ServiceReference<? extends SnapshotField> reference) {
            all.remove(field);
        }
    };

    /** Begins empty. */
    @Activate
    public SnapshotFields(BundleContext context) {
        intake = context.registerService(Intake.class, arrivals, null);
    }

    @Deactivate
    void deactivate() {
        intake.unregister();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindField(SnapshotField field, ServiceReference<SnapshotField> reference) {
        arrivals.arrived(field, reference);
    }

    void unbindField(SnapshotField field, ServiceReference<SnapshotField> reference) {
        arrivals.departed(field, reference);
    }

    List<SnapshotField> all() {
        return all;
    }

    /** The field of a name, or null. */
    @Nullable
    SnapshotField find(String name) {
        for (SnapshotField field : all) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }
}
