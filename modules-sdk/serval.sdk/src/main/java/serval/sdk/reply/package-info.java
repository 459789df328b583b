/**
 * Replies: one writer, whoever reads it, and the named errors.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.reply;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
