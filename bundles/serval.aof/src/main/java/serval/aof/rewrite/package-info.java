/**
 * Writing the dataset out as commands: the base of an append-only file that is not RDB. {@link serval.aof.rewrite.CommandBase} takes a
 * snapshot in slices, {@link serval.aof.rewrite.ValueCommands} says a value in commands.
 */
@NullMarked
package serval.aof.rewrite;

import org.jspecify.annotations.NullMarked;
