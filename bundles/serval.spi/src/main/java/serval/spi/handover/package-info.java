/**
 * Handover: state that goes from one version of a bundle to the next.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.handover;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
