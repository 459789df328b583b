package serval.zset;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;

/** The directives of sorted sets. They belong to the type: values grow without any component at hand. */
@Component
public final class SortedSetDirectives implements DirectiveSet {
    @Override
    public List<Directive> directives() {
        return SortedSetType.INSTANCE.limits().directives();
    }
}
