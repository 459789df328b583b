/**
 * Sessions: a connected client, its state, its outbound queue, and the registry of all.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.session;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
