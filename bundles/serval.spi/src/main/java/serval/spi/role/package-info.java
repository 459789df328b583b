/**
 * Roles: whether this server is a primary or a replica, and of what.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.role;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
