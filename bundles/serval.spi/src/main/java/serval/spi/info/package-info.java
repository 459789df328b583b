/**
 * Sections of INFO that bundles contribute.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.info;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
