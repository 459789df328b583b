package serval.spi.module;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;

/**
 * The services of a kind that are in use. Its owner has a reference to all services of the kind, and publishes this as an {@link Intake};
 * a component that extends it is both in one. {@link Sole} is for services of which one is used.
 *
 * @param <S> the services' interface
 */
public class Several<S> extends Arrivals<S> {
    private final List<S> all = new CopyOnWriteArrayList<>();
    private final @Nullable Comparator<? super S> order;

    /** Creates one for services of a kind, in the plural; they are kept as they come. */
    public Several(String kind) {
        super(kind);
        order = null;
    }

    /** Creates one for services of a kind, in the plural, that are kept in an order. */
    public Several(String kind, Comparator<? super S> order) {
        super(kind);
        this.order = order;
    }

    /** The services in use, as they are at any moment; not to be changed. Any thread. */
    public final List<S> all() {
        return all;
    }

    @Override
    protected final void enter(S service, ServiceReference<? extends S> reference) {
        all.add(service);
        if (order != null) {
            all.sort(order);
        }
    }

    @Override
    protected final void leave(S service, ServiceReference<? extends S> reference) {
        all.remove(service);
    }
}
