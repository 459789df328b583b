/**
 * The journal: the ordered stream of effects, and those who take it.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.journal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
