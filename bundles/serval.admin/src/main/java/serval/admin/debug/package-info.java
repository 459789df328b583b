/**
 * DEBUG: what tests ask of a server. {@link serval.admin.debug.DebugCommands} reads the subcommand; what takes more than a
 * few lines has a class of its own.
 */
@NullMarked
package serval.admin.debug;

import org.jspecify.annotations.NullMarked;
