package serval.engine;

import java.util.function.Consumer;
import org.osgi.framework.ServiceReference;
import serval.spi.module.Arrivals;

/**
 * Services of a kind that need no more than to be added to a list and taken from it.
 *
 * @param <S> the services' interface
 */
final class SimpleArrivals<S> extends Arrivals<S> {
    private final Consumer<S> add;
    private final Consumer<S> remove;

    SimpleArrivals(String kind, Consumer<S> add, Consumer<S> remove) {
        super(kind);
        this.add = add;
        this.remove = remove;
    }

    @Override
    protected void enter(S service, ServiceReference<? extends S> reference) {
        add.accept(service);
    }

    @Override
    protected void leave(S service, ServiceReference<? extends S> reference) {
        remove.accept(service);
    }
}
