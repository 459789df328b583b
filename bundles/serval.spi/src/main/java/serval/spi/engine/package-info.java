/**
 * The engine as the system bundles see it: the way in for requests, the command table, statistics, long calls.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
