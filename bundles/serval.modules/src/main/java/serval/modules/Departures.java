package serval.modules;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.modules.InstalledModule.Former;
import serval.modules.InstalledModule.State;
import serval.spi.module.ModuleHost;

/** Sees versions off that are no longer in service: their values are converted or parked, then their bundles go. */
final class Departures {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    /** How often something that holds a version is asked again. */
    private static final long AGAIN_MILLIS = 500;

    private final BundleContext context;
    private final ModuleHost host;
    private final Removal removal;
    private final Inventory inventory;
    private final ModuleThread thread;

    Departures(BundleContext context, ModuleHost host, Removal removal, Inventory inventory, ModuleThread thread) {
        this.context = context;
        this.host = host;
        this.removal = removal;
        this.inventory = inventory;
        this.thread = thread;
    }

    /** Converts what is left of a version; it stays ready to come back. */
    void settle(InstalledModule module, Former former) {
        Bundle bundle = context.getBundle(former.bundle);
        if (bundle != null) {
            former.holding = host.settle(bundle);
        }
    }

    /** Brings back the values that were parked for the types of a bundle that serves now. */
    void revive(long number) {
        Bundle bundle = context.getBundle(number);
        if (bundle != null) {
            host.settle(bundle);
        }
    }

    /** Lets a version go, as soon as nothing holds it. */
    void release(InstalledModule module, Former former) {
        former.isReserve = false;
        Bundle bundle = context.getBundle(former.bundle);
        if (bundle == null) {
            gone(module, former);
            return;
        }
        String before = former.holding;
        former.holding = host.settle(bundle);
        if (former.holding.isEmpty()) {
            WeakReference<ClassLoader> loader = removal.discard(bundle);
            if (loader != null) {
                module.departed(loader);
            }
            gone(module, former);
            LOG.info("{} {} has left", module.name(), former.version);
            return;
        }
        if (!former.holding.equals(before)) {
            LOG.info("{} {} cannot leave yet: held by {}", module.name(), former.version, former.holding);
        }
        thread.schedule(() -> again(module, former), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void again(InstalledModule module, Former former) {
        if (module.formers.contains(former) && !former.isReserve) {
            release(module, former);
        }
    }

    private void gone(InstalledModule module, Former former) {
        module.formers.remove(former);
        if (module.state == State.LEAVING && module.formers.isEmpty()) {
            inventory.remove(module);
        }
    }

    /** Lets the version before go now, if one is kept ready to come back. */
    void releaseReserve(@Nullable InstalledModule module) {
        Former reserve = module == null ? null : module.reserve();
        if (module != null && reserve != null) {
            release(module, reserve);
        }
    }
}
