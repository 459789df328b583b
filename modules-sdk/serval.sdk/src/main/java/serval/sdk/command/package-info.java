/**
 * Commands: what one is called, how it is written, and the method that runs it.
 *
 * <p>Start at {@link serval.sdk.command.CommandFamily}: a DS component that returns a
 * {@link serval.sdk.command.CommandTable} of {@link serval.sdk.command.CommandSpec} constants, each bound to a method
 * that takes a {@link serval.sdk.command.Call}. The syntax line of a spec is the one source of its arity, its key
 * positions and its COMMAND DOCS.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
