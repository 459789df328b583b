/**
 * Scripts and functions as the system bundles see them: what files and replicas have to carry besides keys.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.script;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
