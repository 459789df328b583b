package serval.set;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;

/** The directives of sets. They belong to the type: values grow without any component at hand. */
@Component
public final class SetDirectives implements DirectiveSet {
    @Override
    public List<Directive> directives() {
        return SetType.INSTANCE.limits().directives();
    }
}
