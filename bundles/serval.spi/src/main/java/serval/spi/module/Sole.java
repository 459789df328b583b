package serval.spi.module;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * The one service of a kind that is in use, where there need not be any. A plain dynamic reference would keep to the old version of a
 * bundle until that stops, long after the exchange; this one changes hands with everything else. Its owner has a reference to
 * all services of the kind, and publishes this as an {@link Intake}; a component that extends it is both in one. {@link Several} is for
 * services of which there may be many.
 *
 * @param <S> the service's interface
 */
public class Sole<S> extends Arrivals<S> {
    private volatile @Nullable S present;

    /** Creates one for services of a kind, in the plural. */
    public Sole(String kind) {
        super(kind);
    }

    /** The service in use, or null; any thread. */
    public final @Nullable S get() {
        return present;
    }

    @Override
    protected final void enter(S service, ServiceReference<? extends S> reference) {
        present = service;
    }

    @Override
    protected final void leave(S service, ServiceReference<? extends S> reference) {
        if (present == service) {
            present = null;
        }
    }

    /** None: that somebody uses a service is no property of the bundle that it comes from. */
    @Override
    public List<String> contributions(Bundle bundle) {
        return List.of();
    }
}
