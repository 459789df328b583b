/**
 * Byte strings and what every layer does with them: ASCII numbers, doubles, glob patterns, checksums and hashes.
 *
 * <p>Nothing here knows of commands, keys or OSGi services, and nothing here keeps state.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.bytes;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
