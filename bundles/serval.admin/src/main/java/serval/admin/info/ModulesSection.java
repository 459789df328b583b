package serval.admin.info;

import org.osgi.service.component.annotations.Component;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** The heading under which modules are listed. */
@Component
public final class ModulesSection implements InfoSection {
    @Override
    public String section() {
        return "modules";
    }

    @Override
    public int order() {
        return 800;
    }

    @Override
    public void write(InfoWriter out) {
        // Whoever loads modules lists them.
    }
}
