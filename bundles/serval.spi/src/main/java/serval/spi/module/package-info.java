/**
 * Modules as the system bundles see them: bundles that are present and not in service yet, and the exchange of one version for
 * another in a single step.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.module;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
