package serval.modules;

import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.spi.module.ModuleRefusedException;

/**
 * Modules at the start of the server. They come while the bundle starts, so that the lines of the configuration that
 * concern them find their owners before anybody misses these; the folder is watched once the server serves.
 */
@Component(
        service = {},
        immediate = true)
public final class ModuleStart {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleStart.class);

    private final ModuleService modules;

    /** Brings the modules into service, or ends the process. */
    @Activate
    public ModuleStart(BundleContext context, @Reference ModuleService modules) {
        this.modules = modules;
        try {
            modules.begin();
        } catch (ModuleRefusedException refused) {
            LOG.error("{}", refused.getMessage());
            exit(context);
            throw refused;
        }
    }

    private static void exit(BundleContext context) {
        try {
            for (ServiceReference<IntConsumer> reference :
                    context.getServiceReferences(IntConsumer.class, "(serval.exit=true)")) {
                IntConsumer exit = context.getService(reference);
                if (exit != null) {
                    exit.accept(1);
                }
            }
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Reference(
            target = "(osgi.condition.id=serval.started)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void bindStarted(Condition started) {
        modules.watch();
    }

    void unbindStarted(Condition started) {}
}
