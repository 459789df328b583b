package serval.keyspace;

import java.util.List;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/** The keyspace's directives. */
final class KeyspaceDirectives {
    static final int VOLATILE_LRU = 0;
    static final int VOLATILE_LFU = 1;
    static final int VOLATILE_RANDOM = 2;
    static final int VOLATILE_TTL = 3;
    static final int ALLKEYS_LRU = 4;
    static final int ALLKEYS_LFU = 5;
    static final int ALLKEYS_RANDOM = 6;
    static final int NO_EVICTION = 7;

    final LongDirective databases =
            new LongDirective("databases", Unit.PLAIN, 1, Integer.MAX_VALUE, 16, Trait.IMMUTABLE);
    final LongDirective maxmemory = new LongDirective("maxmemory", Unit.BYTES, 0, -1, 0);
    final ChoiceDirective policy = new ChoiceDirective(
            "maxmemory-policy",
            List.of(
                    "volatile-lru",
                    "volatile-lfu",
                    "volatile-random",
                    "volatile-ttl",
                    "allkeys-lru",
                    "allkeys-lfu",
                    "allkeys-random",
                    "noeviction"),
            "noeviction");
    final LongDirective samples = new LongDirective("maxmemory-samples", Unit.PLAIN, 1, Integer.MAX_VALUE, 5);
    final LongDirective tenacity = new LongDirective("maxmemory-eviction-tenacity", Unit.PLAIN, 0, 100, 10);
    final LongDirective lfuLogFactor = new LongDirective("lfu-log-factor", Unit.PLAIN, 0, Integer.MAX_VALUE, 10);
    final LongDirective lfuDecayTime = new LongDirective("lfu-decay-time", Unit.PLAIN, 0, Integer.MAX_VALUE, 1);
    final LongDirective expireEffort = new LongDirective("active-expire-effort", Unit.PLAIN, 1, 10, 1);
    final FlagDirective lazyEviction = new FlagDirective("lazyfree-lazy-eviction", false);
    final FlagDirective lazyExpire = new FlagDirective("lazyfree-lazy-expire", false);
    final FlagDirective compression = new FlagDirective("rdbcompression", true);
    final ChoiceDirective sanitize =
            new ChoiceDirective("sanitize-dump-payload", List.of("no", "yes", "clients"), "no");

    List<Directive> all() {
        return List.of(
                databases,
                maxmemory,
                policy,
                samples,
                tenacity,
                lfuLogFactor,
                lfuDecayTime,
                expireEffort,
                lazyEviction,
                lazyExpire,
                compression,
                sanitize);
    }

    boolean isLfu() {
        int now = policy.value();
        return now == VOLATILE_LFU || now == ALLKEYS_LFU;
    }

    /** Whether only keys that expire may be evicted. */
    boolean isVolatile() {
        return policy.value() <= VOLATILE_TTL;
    }
}
