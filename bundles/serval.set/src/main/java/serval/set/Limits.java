package serval.set;

import java.util.List;
import serval.sdk.config.Directive;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/** Up to where sets are kept as numbers or packed: {@code set-max-intset-entries} and {@code set-max-listpack-*}. */
final class Limits {
    /** A set of numbers is never larger, whatever the directive says. */
    private static final long MOST_NUMBERS = 1 << 30;

    private final LongDirective numbers =
            new LongDirective("set-max-intset-entries", Unit.PLAIN, 0, Long.MAX_VALUE, 512, List.of());
    private final LongDirective entries =
            new LongDirective("set-max-listpack-entries", Unit.PLAIN, 0, Long.MAX_VALUE, 128, List.of());
    private final LongDirective value =
            new LongDirective("set-max-listpack-value", Unit.PLAIN, 0, Long.MAX_VALUE, 64, List.of());

    List<Directive> directives() {
        return List.of(numbers, entries, value);
    }

    /** The most members of a set of numbers. */
    long numbers() {
        return Math.min(numbers.value(), MOST_NUMBERS);
    }

    /** The most members that are packed. */
    long entries() {
        return entries.value();
    }

    /** The length in bytes of the longest member that is packed. */
    long value() {
        return value.value();
    }
}
