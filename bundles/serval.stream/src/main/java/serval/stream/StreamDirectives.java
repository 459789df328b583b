package serval.stream;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/** The directives {@code stream-node-max-bytes} and {@code stream-node-max-entries}. */
@Component(service = {DirectiveSet.class, StreamDirectives.class})
public final class StreamDirectives implements DirectiveSet {
    private final LongDirective nodeMaxBytes =
            new LongDirective("stream-node-max-bytes", Unit.BYTES, 0, Long.MAX_VALUE, 4096);
    private final LongDirective nodeMaxEntries =
            new LongDirective("stream-node-max-entries", Unit.PLAIN, 0, Long.MAX_VALUE, 100);

    @Override
    public List<Directive> directives() {
        return List.of(nodeMaxBytes, nodeMaxEntries);
    }

    /** The length in bytes beyond which a node takes no more entries; 0 for no bound. */
    long nodeMaxBytes() {
        return nodeMaxBytes.value();
    }

    /** The number of entries, deleted ones included, beyond which a node takes no more; 0 for no bound. */
    long nodeMaxEntries() {
        return nodeMaxEntries.value();
    }
}
