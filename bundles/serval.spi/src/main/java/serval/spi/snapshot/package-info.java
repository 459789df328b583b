/**
 * Snapshots: a point-in-time view of the dataset, taken in slices.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.snapshot;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
