package serval.keyspace;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;

/**
 * The number of values that each type made and that some tables hold; strings are not counted.
 *
 * <p>Types are told apart by identity: two versions of a type have one name and are two objects. A type is not referred to once
 * its last value is gone, so that its bundle's class loader is free. Open addressing with linear probing; nothing is boxed.
 */
final class TypeCounts {
    private static final int SMALLEST = 8;

    private @Nullable ValueType<?>[] types = new ValueType<?>[SMALLEST];
    private long[] counts = new long[SMALLEST];
    private int used;

    /** A value came. */
    void add(Value value) {
        if (value instanceof StringValue) {
            return;
        }
        ValueType<?> type = value.type();
        int at = place(type);
        if (types[at] == null) {
            if (used * 2 >= types.length) {
                grow();
                at = place(type);
            }
            types[at] = type;
            used++;
        }
        counts[at]++;
    }

    /** A value went. */
    void remove(Value value) {
        if (value instanceof StringValue) {
            return;
        }
        int at = place(value.type());
        if (--counts[at] == 0) {
            free(at);
        }
    }

    /** The number of values of a type. */
    long of(ValueType<?> type) {
        return counts[place(type)];
    }

    /** The number of values whose types pass a test. */
    long sum(Predicate<ValueType<?>> test) {
        long sum = 0;
        for (int i = 0; i < types.length; i++) {
            ValueType<?> type = types[i];
            if (type != null && test.test(type)) {
                sum += counts[i];
            }
        }
        return sum;
    }

    /** Names each type that has values here. */
    void forEach(Consumer<ValueType<?>> visitor) {
        for (ValueType<?> type : types) {
            if (type != null) {
                visitor.accept(type);
            }
        }
    }

    /** Where a type is, or the free place where it belongs. */
    private int place(ValueType<?> type) {
        int mask = types.length - 1;
        int at = home(type);
        while (types[at] != null && types[at] != type) {
            at = at + 1 & mask;
        }
        return at;
    }

    private int home(ValueType<?> type) {
        return System.identityHashCode(type) & types.length - 1;
    }

    /** Empties a place, and moves what was pushed past it back. */
    private void free(int emptied) {
        int mask = types.length - 1;
        int hole = emptied;
        for (int at = hole + 1 & mask; types[at] != null; at = at + 1 & mask) {
            ValueType<?> type = types[at];
            if ((at - home(type) & mask) >= (at - hole & mask)) {
                types[hole] = type;
                counts[hole] = counts[at];
                hole = at;
            }
        }
        types[hole] = null;
        counts[hole] = 0;
        used--;
    }

    private void grow() {
        @Nullable ValueType<?>[] before = types;
        long[] numbers = counts;
        types = new ValueType<?>[before.length * 2];
        counts = new long[before.length * 2];
        for (int i = 0; i < before.length; i++) {
            ValueType<?> type = before[i];
            if (type != null) {
                int at = place(type);
                types[at] = type;
                counts[at] = numbers[i];
            }
        }
    }
}
