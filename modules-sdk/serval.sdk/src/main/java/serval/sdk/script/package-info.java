/**
 * Scripting languages: a bundle that publishes a {@link serval.sdk.script.ScriptEngine} gives EVAL and FUNCTION LOAD another one,
 * chosen by the first line {@code #!<name>} of a script.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.script;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
