package serval.admin.info;

import java.util.Comparator;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.spi.info.InfoSection;
import serval.spi.module.Intake;
import serval.spi.module.Several;

/** The contributions to INFO, in their order. */
@Component(service = {InfoSections.class, Intake.class})
public final class InfoSections extends Several<InfoSection> {
    /** Begins empty. */
    public InfoSections() {
        super("INFO sections", Comparator.comparingInt(InfoSection::order));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSection(InfoSection section, ServiceReference<InfoSection> reference) {
        arrived(section, reference);
    }

    void unbindSection(InfoSection section, ServiceReference<InfoSection> reference) {
        departed(section, reference);
    }
}
