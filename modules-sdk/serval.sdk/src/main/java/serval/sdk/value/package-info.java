/**
 * Built-in collections as others see them: what GEO commands do to sorted sets, SORT to everything, and a module to a hash that it
 * shares with its users.
 *
 * <p>Start at {@link serval.sdk.value.BuiltinTypes}: it gives the type to open a key with, and the value that comes back has one
 * of the interfaces here. Changes are told to the {@link serval.sdk.key.Key}, as with values of one's own; a collection that was
 * emptied is removed by whoever emptied it.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.value;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
