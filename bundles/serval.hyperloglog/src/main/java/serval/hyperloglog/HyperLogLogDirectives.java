package serval.hyperloglog;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/** The directive {@code hll-sparse-max-bytes}. */
@Component(service = {DirectiveSet.class, HyperLogLogDirectives.class})
public final class HyperLogLogDirectives implements DirectiveSet {
    private final LongDirective sparseMaxBytes =
            new LongDirective("hll-sparse-max-bytes", Unit.BYTES, 0, Long.MAX_VALUE, 3000);

    @Override
    public List<Directive> directives() {
        return List.of(sparseMaxBytes);
    }

    /** The length, header included, beyond which a sparse HyperLogLog turns dense. */
    long sparseMaxBytes() {
        return sparseMaxBytes.value();
    }
}
