package serval.spi.module;

import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A service that knows rules which name commands, such as those of ACL users: MODULE PLAN tells whom a change concerns. */
@ConsumerType
public interface CommandRules {
    /** The rules, as lines to be shown, that name any of these commands; any thread. */
    List<String> naming(Collection<String> commands);
}
