package serval.hash;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/**
 * The directives {@code hash-max-listpack-entries} and {@code hash-max-listpack-value}. They are the class's own, for values go by
 * them, and values are made by a type that knows no components.
 */
@Component
public final class HashDirectives implements DirectiveSet {
    private static final LongDirective MAX_ENTRIES = new LongDirective(
            "hash-max-listpack-entries", Unit.PLAIN, 0, Long.MAX_VALUE, 512, List.of("hash-max-ziplist-entries"));
    private static final LongDirective MAX_VALUE = new LongDirective(
            "hash-max-listpack-value", Unit.BYTES, 0, Long.MAX_VALUE, 64, List.of("hash-max-ziplist-value"));

    @Override
    public List<Directive> directives() {
        return List.of(MAX_ENTRIES, MAX_VALUE);
    }

    /** The number of fields beyond which a hash becomes a table. */
    static long maxEntries() {
        return MAX_ENTRIES.value();
    }

    /** The length in bytes of a field or value beyond which a hash becomes a table. */
    static long maxValue() {
        return MAX_VALUE.value();
    }
}
