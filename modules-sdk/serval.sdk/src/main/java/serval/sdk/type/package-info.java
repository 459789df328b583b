/**
 * Value types: what a bundle declares so that its values are saved, copied, counted and upgraded.
 *
 * <p>Start at {@link serval.sdk.type.ValueType}; {@link serval.sdk.type.Codec} is how values leave and enter memory, in
 * slices, for files, replicas, DUMP, and for the upgrade of the bundle that owns them.
 */
@Export
@Version("1.1.0")
@NullMarked
package serval.sdk.type;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
