/**
 * Key events: what happened to which key, as it happens.
 */
@Export
@Version("1.1.0")
@NullMarked
package serval.sdk.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
