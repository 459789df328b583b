package serval.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Gives each bundle its own {@link BundleScope} as the services Timers and Engine. */
final class BundleScopes implements ServiceFactory<BundleScope> {
    private final Core core;
    private final Map<Long, BundleScope> scopes = new ConcurrentHashMap<>();

    BundleScopes(Core core) {
        this.core = core;
    }

    @Override
    public BundleScope getService(Bundle bundle, ServiceRegistration<BundleScope> registration) {
        return scopes.computeIfAbsent(bundle.getBundleId(), none -> new BundleScope(core, bundle));
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<BundleScope> registration, BundleScope scope) {
        scopes.remove(bundle.getBundleId(), scope);
        scope.stop();
    }

    /** A bundle came into service. */
    void serves(@Nullable Bundle bundle) {
        BundleScope scope = bundle == null ? null : scopes.get(bundle.getBundleId());
        if (scope != null) {
            scope.serves();
        }
    }
}
