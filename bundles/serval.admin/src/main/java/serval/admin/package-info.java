/**
 * Commands for those who run a server. One family per file: {@link serval.admin.CommandCommands} is COMMAND.
 */
@NullMarked
package serval.admin;

import org.jspecify.annotations.NullMarked;
