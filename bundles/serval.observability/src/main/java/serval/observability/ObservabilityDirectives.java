package serval.observability;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/** The directives of slow log and latency monitor. */
@Component(service = {DirectiveSet.class, ObservabilityDirectives.class})
public final class ObservabilityDirectives implements DirectiveSet {
    /** Microseconds from which on a call is logged; negative for never. */
    final LongDirective slowerThan =
            new LongDirective("slowlog-log-slower-than", Unit.PLAIN, -1, Long.MAX_VALUE, 10_000);

    /** The most entries of the slow log. */
    final LongDirective slowlogLength = new LongDirective("slowlog-max-len", Unit.PLAIN, 0, Long.MAX_VALUE, 128);

    /** Milliseconds from which on the latency monitor takes a sample; 0 for never. */
    final LongDirective latencyThreshold =
            new LongDirective("latency-monitor-threshold", Unit.PLAIN, 0, Long.MAX_VALUE, 0);

    @Override
    public List<Directive> directives() {
        return List.of(slowerThan, slowlogLength, latencyThreshold);
    }
}
