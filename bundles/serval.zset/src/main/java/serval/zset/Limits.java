package serval.zset;

import java.util.List;
import serval.sdk.config.Directive;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/** Up to where sorted sets are packed: {@code zset-max-listpack-entries} and {@code zset-max-listpack-value}. */
final class Limits {
    private final LongDirective entries = new LongDirective(
            "zset-max-listpack-entries", Unit.PLAIN, 0, Long.MAX_VALUE, 128, List.of("zset-max-ziplist-entries"));
    private final LongDirective value = new LongDirective(
            "zset-max-listpack-value", Unit.BYTES, 0, Long.MAX_VALUE, 64, List.of("zset-max-ziplist-value"));

    List<Directive> directives() {
        return List.of(entries, value);
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
