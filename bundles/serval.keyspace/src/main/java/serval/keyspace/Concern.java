package serval.keyspace;

import java.util.List;
import java.util.function.Predicate;
import serval.sdk.type.ValueType;

/**
 * The types whose values an exchange concerns: those of the leaving bundle, and what waits for a type of the entering one, parked under
 * its name or made by another of its name that is not in service. It is asked in the serving thread, so it is a class rather than
 * lambdas, which take a millisecond each at their first use.
 */
final class Concern implements Predicate<ValueType<?>> {
    private final TypeRegistry registry;
    private final List<ValueType<?>> entering;
    private final List<ValueType<?>> leaving;
    private final boolean onlyEntering;

    /** With {@code onlyEntering} it is only about types whose names the entering bundle has as well. */
    Concern(TypeRegistry registry, List<ValueType<?>> entering, List<ValueType<?>> leaving, boolean onlyEntering) {
        this.registry = registry;
        this.entering = entering;
        this.leaving = leaving;
        this.onlyEntering = onlyEntering;
    }

    @Override
    public boolean test(ValueType<?> type) {
        boolean known = ConversionsImpl.named(entering, type.name()) != null;
        if (onlyEntering && !known) {
            return false;
        }
        return ConversionsImpl.isAmong(leaving, type)
                || known && !registry.isServing(type) && !ConversionsImpl.isAmong(entering, type);
    }
}
