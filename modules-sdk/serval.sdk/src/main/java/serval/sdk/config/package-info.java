/**
 * Directives: typed lines of redis.conf that a bundle contributes and reads.
 *
 * <p>A bundle makes its {@link serval.sdk.config.Directive}s, keeps them, reads them as plain fields, and publishes them
 * in a {@link serval.sdk.config.DirectiveSet}; file, command line, CONFIG SET and CONFIG REWRITE are done for it.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
