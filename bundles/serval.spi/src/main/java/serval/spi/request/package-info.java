/**
 * Requests: the words of one command as they came in.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.request;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
