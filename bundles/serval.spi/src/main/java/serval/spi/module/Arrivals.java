package serval.spi.module;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * Services of one kind by the bundle they come from: those of serving bundles are in use, the others are put aside.
 *
 * @param <S> the services' interface
 */
public abstract class Arrivals<S> implements Intake {
    private final String kind;
    private final List<Arrival<S>> all = new ArrayList<>();

    private static final class Arrival<S> {
        final S service;
        final ServiceReference<? extends S> reference;
        final @Nullable Bundle bundle;
        boolean entered;

        Arrival(S service, ServiceReference<? extends S> reference) {
            this.service = service;
            this.reference = reference;
            bundle = reference.getBundle();
        }
    }

    /** Creates an empty collection. */
    protected Arrivals(String kind) {
        this.kind = kind;
    }

    @Override
    public final String kind() {
        return kind;
    }

    /** Puts a service to use. Called with this object's monitor held; at an exchange under the engine lock as well. */
    protected abstract void enter(S service, ServiceReference<? extends S> reference);

    /** Puts a service out of use; the counterpart of {@link #enter}. */
    protected abstract void leave(S service, ServiceReference<? extends S> reference);

    /** A service came, in use or not yet: what is to be asked of it can be asked now, away from any lock. */
    protected void came(S service, ServiceReference<? extends S> reference) {}

    /** A service that came is gone for good; it is out of use already. */
    protected void went(S service, ServiceReference<? extends S> reference) {}

    /** The names of what a service contributes. */
    protected List<String> names(S service) {
        return List.of(service.getClass().getName());
    }

    /** A service came: what a component's bind method calls. */
    public final synchronized void arrived(S service, ServiceReference<? extends S> reference) {
        came(service, reference);
        Arrival<S> arrival = new Arrival<>(service, reference);
        all.add(arrival);
        Bundle bundle = arrival.bundle;
        if (bundle == null || Phase.of(bundle) == Phase.SERVING) {
            arrival.entered = true;
            enter(service, reference);
        }
    }

    /** A service went: what a component's unbind method calls. */
    public final synchronized void departed(S service, ServiceReference<? extends S> reference) {
        for (Arrival<S> arrival : all) {
            if (arrival.service == service && arrival.reference.equals(reference)) {
                all.remove(arrival);
                if (arrival.entered) {
                    leave(service, reference);
                }
                went(service, reference);
                return;
            }
        }
    }

    /** The services of a bundle, in use or not. */
    protected final synchronized List<S> of(Bundle bundle) {
        List<S> services = new ArrayList<>();
        for (Arrival<S> arrival : all) {
            if (bundle.equals(arrival.bundle)) {
                services.add(arrival.service);
            }
        }
        return services;
    }

    @Override
    public synchronized List<String> contributions(Bundle bundle) {
        List<String> names = new ArrayList<>();
        of(bundle).forEach(service -> names.addAll(names(service)));
        return names;
    }

    @Override
    public List<String> conflicts(Bundle entering, @Nullable Bundle leaving) {
        return List.of();
    }

    @Override
    public synchronized void exchange(@Nullable Bundle leaving, @Nullable Bundle entering) {
        for (Arrival<S> arrival : all) {
            if (leaving != null && leaving.equals(arrival.bundle) && arrival.entered) {
                arrival.entered = false;
                leave(arrival.service, arrival.reference);
            }
        }
        for (Arrival<S> arrival : all) {
            if (entering != null && entering.equals(arrival.bundle) && !arrival.entered) {
                arrival.entered = true;
                enter(arrival.service, arrival.reference);
            }
        }
    }
}
