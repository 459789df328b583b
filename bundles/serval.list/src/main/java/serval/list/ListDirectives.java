package serval.list;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;

/** Contributes {@code list-max-listpack-size} and {@code list-compress-depth}. */
@Component
public final class ListDirectives implements DirectiveSet {
    @Override
    public List<Directive> directives() {
        return List.of(Limits.MAX_LISTPACK_SIZE, Limits.COMPRESS_DEPTH);
    }
}
