/**
 * INFO's sections, one class each.
 *
 * <p>Each is an {@link serval.spi.info.InfoSection} service like those of other bundles. A bundle that owns a feature writes
 * the fields of that feature again: a later contribution's field takes the place of the earlier one's, so what stands here
 * is what a server without the feature says.
 */
@NullMarked
package serval.admin.info;

import org.jspecify.annotations.NullMarked;
