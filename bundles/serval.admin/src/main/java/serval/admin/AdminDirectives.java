package serval.admin;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.FlagDirective;

/** The directives of the commands for operators. */
@Component(service = {DirectiveSet.class, AdminDirectives.class})
public final class AdminDirectives implements DirectiveSet {
    /** Who may use DEBUG. */
    final ChoiceDirective debug =
            new ChoiceDirective("enable-debug-command", List.of("no", "yes", "local"), "no", Trait.IMMUTABLE);

    /** Whether FLUSHALL and FLUSHDB let go of memory in the background unless told otherwise. */
    final FlagDirective lazyFlush = new FlagDirective("lazyfree-lazy-user-flush", false);

    @Override
    public List<Directive> directives() {
        return List.of(debug, lazyFlush);
    }
}
