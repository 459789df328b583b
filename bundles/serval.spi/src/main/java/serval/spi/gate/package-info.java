/**
 * Gates: what may stand between a request and its handler.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.gate;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
