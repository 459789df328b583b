/**
 * Blocking: calls that wait for keys, or for something of their own.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.block;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
