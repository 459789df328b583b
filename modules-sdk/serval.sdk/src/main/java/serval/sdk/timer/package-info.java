/**
 * Timers that run between commands.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.timer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
