/**
 * Observers of calls: slow log, latency, MONITOR.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.observe;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
