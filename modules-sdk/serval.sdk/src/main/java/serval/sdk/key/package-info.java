/**
 * Keys: opening one by name, reading and writing its value, its expiry and its events.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.key;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
