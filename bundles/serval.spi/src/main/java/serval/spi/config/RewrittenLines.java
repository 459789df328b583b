package serval.spi.config;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Lines of the configuration file that are no directive's, such as {@code loadmodule}, published as an OSGi service: CONFIG REWRITE brings them up to date. */
@ConsumerType
public interface RewrittenLines {
    /** The lines' first word, in lower case. */
    String name();

    /** The present lines without that word; those of the file that are not among them go. Under the engine lock. */
    List<String> lines();
}
