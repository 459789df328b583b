package serval.modules;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** The modules in INFO, as Redis shows them. */
@Component
public final class ModulesInfo implements InfoSection {
    private final ModuleService modules;

    /** Tells of these modules. */
    @Activate
    public ModulesInfo(@Reference ModuleService modules) {
        this.modules = modules;
    }

    @Override
    public String section() {
        return "modules";
    }

    @Override
    public int order() {
        return 801;
    }

    @Override
    public void write(InfoWriter out) {
        for (InstalledModule module : modules.inventory().all()) {
            if (module.isServing()) {
                out.field(
                        "module",
                        "name=" + module.name() + ",ver=" + InstalledModule.number(module.version)
                                + ",api=1,filters=0,usedby=[],using=[],options=[]");
            }
        }
        int awaiting = modules.inventory().awaitingCollection();
        if (awaiting > 0) {
            out.field("module_classloaders_awaiting_collection", awaiting);
        }
    }
}
