package serval.modules;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import serval.spi.module.Phase;

/** What is installed by way of modules, and what has not quite left yet. Read by any thread, changed by the module thread. */
final class Inventory {
    private final BundleContext context;
    private final Map<String, InstalledModule> modules = new ConcurrentSkipListMap<>();
    private final List<InstalledModule> hung = new CopyOnWriteArrayList<>();
    private final List<WeakReference<ClassLoader>> departed = new CopyOnWriteArrayList<>();

    Inventory(BundleContext context) {
        this.context = context;
    }

    /** The module of this name, or null; a bundle of the distribution is none until it has been exchanged. */
    @Nullable
    InstalledModule find(String name) {
        return modules.get(name);
    }

    void add(InstalledModule module) {
        modules.put(module.name(), module);
    }

    void remove(InstalledModule module) {
        modules.remove(module.name(), module);
    }

    /** Those whose start never ended: they are not in service and never will be. */
    List<InstalledModule> hung() {
        return hung;
    }

    /** A class loader whose bundle was uninstalled. */
    void departed(WeakReference<ClassLoader> loader) {
        awaitingCollection();
        departed.add(loader);
    }

    /** The number of class loaders of uninstalled bundles that the garbage collector has not taken yet. */
    int awaitingCollection() {
        departed.removeIf(loader -> loader.refersTo(null));
        return departed.size();
    }

    /** All that are to be listed, by name. */
    Collection<InstalledModule> all() {
        List<InstalledModule> all = new ArrayList<>(modules.values());
        all.addAll(hung);
        return all;
    }

    /** The bundle of this name that is in service, whether it is a module or one of the distribution's; or null. */
    @Nullable
    Bundle serving(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())
                    && bundle.getState() == Bundle.ACTIVE
                    && Phase.of(bundle) == Phase.SERVING) {
                return bundle;
            }
        }
        return null;
    }
}
