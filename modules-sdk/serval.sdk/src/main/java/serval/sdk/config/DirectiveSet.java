package serval.sdk.config;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The directives that a bundle contributes, published as an OSGi service. When it arrives, what the file and the command
 * line say of them is applied; what was set at run time stays as long as the server runs, even if the bundle goes and returns.
 */
@ConsumerType
@FunctionalInterface
public interface DirectiveSet {
    /** The directives: the same objects each time. */
    List<Directive> directives();
}
