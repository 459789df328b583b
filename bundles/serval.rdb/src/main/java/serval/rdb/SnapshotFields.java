package serval.rdb;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.dataset.SnapshotField;
import serval.spi.module.Intake;
import serval.spi.module.Several;

/** What other bundles have in snapshot files beside the keys. */
@Component(service = {SnapshotFields.class, Intake.class})
public final class SnapshotFields extends Several<SnapshotField> {
    /** Begins empty. */
    public SnapshotFields() {
        super("fields of snapshot files");
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindField(SnapshotField field, ServiceReference<SnapshotField> reference) {
        arrived(field, reference);
    }

    void unbindField(SnapshotField field, ServiceReference<SnapshotField> reference) {
        departed(field, reference);
    }

    /** The field of a name, or null. */
    @Nullable
    SnapshotField find(String name) {
        for (SnapshotField field : all()) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }
}
