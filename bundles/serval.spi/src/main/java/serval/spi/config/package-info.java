/**
 * The configuration as the system bundles see it.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
