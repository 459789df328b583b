package serval.spi.module;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * Services of one kind by the bundle they come from: those of serving bundles are in use, the others are put aside.
 *
 * @param <S> the services' interface
 */
public abstract class Arrivals<S> implements Intake {
    private static final AtomicLong CHANGES = new AtomicLong();

    private final String kind;
    /** A service that has gone by the time it is taken up has no bundle: it is under null. */
    private final Map<@Nullable Bundle, List<Arrival<S>>> byBundle = new HashMap<>();

    private static final class Arrival<S> {
        final S service;
        final ServiceReference<? extends S> reference;
        boolean entered;

        Arrival(S service, ServiceReference<? extends S> reference) {
            this.service = service;
            this.reference = reference;
        }
    }

    /** Creates an empty collection. */
    protected Arrivals(String kind) {
        this.kind = kind;
    }

    /**
     * Counts the services of all kinds that came, went or changed hands. As long as it stays the same, {@link #conflicts} of any of
     * these would answer the same.
     */
    public static long changes() {
        return CHANGES.get();
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
        CHANGES.incrementAndGet();
        came(service, reference);
        Arrival<S> arrival = new Arrival<>(service, reference);
        Bundle bundle = reference.getBundle();
        byBundle.computeIfAbsent(bundle, none -> new ArrayList<>()).add(arrival);
        if (bundle == null || Phase.of(bundle) == Phase.SERVING) {
            arrival.entered = true;
            enter(service, reference);
        }
    }

    /** A service went: what a component's unbind method calls. */
    public final synchronized void departed(S service, ServiceReference<? extends S> reference) {
        CHANGES.incrementAndGet();
        // A reference may have lost its bundle by now.
        for (List<Arrival<S>> some : byBundle.values()) {
            for (Arrival<S> arrival : some) {
                if (arrival.service == service && arrival.reference.equals(reference)) {
                    some.remove(arrival);
                    byBundle.values().removeIf(List::isEmpty);
                    if (arrival.entered) {
                        leave(service, reference);
                    }
                    went(service, reference);
                    return;
                }
            }
        }
    }

    private List<Arrival<S>> arrivals(@Nullable Bundle bundle) {
        List<Arrival<S>> some = bundle == null ? null : byBundle.get(bundle);
        return some == null ? List.of() : some;
    }

    /** The services of a bundle, in use or not. */
    protected final synchronized List<S> of(@Nullable Bundle bundle) {
        List<S> services = new ArrayList<>();
        for (Arrival<S> arrival : arrivals(bundle)) {
            services.add(arrival.service);
        }
        return services;
    }

    /** The references to the services of a bundle, in the order of {@link #of}. */
    protected final synchronized List<ServiceReference<? extends S>> references(@Nullable Bundle bundle) {
        List<ServiceReference<? extends S>> references = new ArrayList<>();
        for (Arrival<S> arrival : arrivals(bundle)) {
            references.add(arrival.reference);
        }
        return references;
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
        CHANGES.incrementAndGet();
        for (Arrival<S> arrival : arrivals(leaving)) {
            if (arrival.entered) {
                arrival.entered = false;
                leave(arrival.service, arrival.reference);
            }
        }
        for (Arrival<S> arrival : arrivals(entering)) {
            if (!arrival.entered) {
                arrival.entered = true;
                enter(arrival.service, arrival.reference);
            }
        }
    }
}
