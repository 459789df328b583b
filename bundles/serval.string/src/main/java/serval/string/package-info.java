/**
 * The string commands.
 *
 * <p>One class per sub-family, each with its declarations above its methods: {@link serval.string.StringReadCommands},
 * {@link serval.string.SetCommands}, {@link serval.string.StringWriteCommands}, {@link serval.string.MultipleKeyCommands},
 * {@link serval.string.CounterCommands}, {@link serval.string.IncrexCommand} and {@link serval.string.LcsCommand}. What
 * several of them take for options is in {@link serval.string.Expiry} and {@link serval.string.Condition}.
 *
 * <p>The string values themselves belong to the keyspace.
 */
@NullMarked
package serval.string;

import org.jspecify.annotations.NullMarked;
