package serval.spi.module;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.Bundle;

/**
 * Whoever takes up services of one kind that modules contribute, published as an OSGi service. Services of a bundle
 * that is not {@link Phase#SERVING} are put aside. {@link Arrivals} is the usual way to be one.
 */
@ConsumerType
public interface Intake {
    /** What is taken up, in the plural: {@code commands}, {@code types}, {@code directives}, {@code gates}. */
    String kind();

    /** The names of what a bundle contributes, in service or not; any thread. */
    List<String> contributions(Bundle bundle);

    /**
     * Why a bundle's contributions cannot enter, given that {@code leaving} leaves in the same step; any thread.
     *
     * @return sentences that name what is in the way and whose it is; empty if nothing is
     */
    List<String> conflicts(Bundle entering, @Nullable Bundle leaving);

    /**
     * Why a bundle cannot leave without another one in its place; any thread.
     *
     * @return sentences; empty if it can
     */
    default List<String> objections(Bundle leaving) {
        return List.of();
    }

    /**
     * An exchange is about to come, as a rule: what it needs can be worked out now, so that it takes no time under the engine lock.
     * Any thread, without that lock.
     */
    default void prepare(@Nullable Bundle leaving, @Nullable Bundle entering) {}

    /**
     * Takes one bundle's services out and another's up. Under the engine lock; all intakes do so in one step. May not
     * wait or call the framework.
     */
    void exchange(@Nullable Bundle leaving, @Nullable Bundle entering);
}
