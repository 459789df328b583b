/**
 * The way in for threads of their own.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
