package serval.engine;

import java.util.List;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/** The engine's directives. */
final class EngineDirectives {
    /** Cron's ticks per second. */
    final LongDirective hz = new LongDirective("hz", Unit.PLAIN, 0, Integer.MAX_VALUE, 10);

    /** Milliseconds after which a long call has others answered BUSY; 0 or less never. */
    final LongDirective busyReplyThreshold =
            new LongDirective("busy-reply-threshold", Unit.PLAIN, 0, Long.MAX_VALUE, 5000, List.of("lua-time-limit"));

    /** Whether latencies are kept per command. */
    final FlagDirective latencyTracking = new FlagDirective("latency-tracking", true);

    /** Bytes of a dataset that is so small that clients wait for it while it is being loaded. */
    final LongDirective loadingInterval = new LongDirective(
            "loading-process-events-interval-bytes", Unit.PLAIN, 1024, Integer.MAX_VALUE, 2 << 20, Trait.HIDDEN);

    /** How long calls give their thread back: by continuations, or by threads of their own. */
    final serval.sdk.config.ChoiceDirective longCalls = new serval.sdk.config.ChoiceDirective(
            "long-calls", List.of("auto", "continuation", "thread"), "auto", Trait.IMMUTABLE, Trait.HIDDEN);

    List<Directive> all() {
        return List.of(hz, busyReplyThreshold, latencyTracking, loadingInterval, longCalls);
    }
}
