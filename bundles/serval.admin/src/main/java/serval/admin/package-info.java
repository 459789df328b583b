/**
 * Commands for those who run a server, one family per file.
 *
 * <p>{@link serval.admin.CommandCommands} is COMMAND, {@link serval.admin.DatasetCommands} is DBSIZE, FLUSHALL, FLUSHDB and
 * SWAPDB, and so on by name. INFO and its sections are in {@code serval.admin.info}, DEBUG in {@code serval.admin.debug}. To
 * add a command, write its declaration as a constant, its method below, and a line in {@code commands()}.
 */
@NullMarked
package serval.admin;

import org.jspecify.annotations.NullMarked;
