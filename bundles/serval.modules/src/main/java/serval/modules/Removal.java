package serval.modules;

import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.spi.module.ModuleHost;

/** Takes a bundle that is not in service out of the framework, so that nothing keeps its class loader. */
final class Removal {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
    private static final long STOP_MILLIS = 10_000;

    private final FrameworkWiring wiring;
    private final ModuleHost host;
    private final Inventory inventory;
    private final Reclaim reclaim = new Reclaim();

    Removal(BundleContext context, ModuleHost host, Inventory inventory) {
        wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        this.host = host;
        this.inventory = inventory;
    }

    /**
     * Removes a bundle; what goes wrong is logged, and the bundle serves nobody in any case.
     *
     * @return its class loader, if it had one
     */
    @Nullable
    WeakReference<ClassLoader> discard(Bundle bundle) {
        String name = Staging.described(bundle);
        WeakReference<ClassLoader> loader = loader(bundle);
        try {
            Bounded.call("stop of " + name, STOP_MILLIS, () -> {
                bundle.stop(Bundle.STOP_TRANSIENT);
                return name;
            });
        } catch (Bounded.LateException late) {
            LOG.error("{} does not stop within {} ms; it stays where it is and serves nobody", name, STOP_MILLIS);
            return loader;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return loader;
        } catch (Exception failed) {
            LOG.warn("{} failed while it was stopped: {}", name, Reasons.of(failed));
        }
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException failed) {
            LOG.warn("{} cannot be uninstalled: {}", name, Reasons.of(failed));
            return loader;
        }
        if (wiring.getDependencyClosure(List.of(bundle)).size() > 1) {
            LOG.warn("{} was removed; other bundles go on using its packages", name);
        } else {
            wiring.refreshBundles(List.of(bundle));
        }
        host.forget(bundle);
        if (loader != null) {
            inventory.departed(loader);
            reclaim.departed();
        }
        return loader;
    }

    private static @Nullable WeakReference<ClassLoader> loader(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
        return loader == null ? null : new WeakReference<>(loader);
    }
}
