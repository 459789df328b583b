/**
 * What a client says about its own connection and those of others.
 *
 * <p>{@link serval.connection.ConnectionCommands} has the plain ones; {@link serval.connection.Authentication} keeps the password and
 * the gate in front of everything; {@link serval.connection.ClientCommands} is CLIENT, whose larger subcommands have classes of
 * their own; {@link serval.connection.Pause} holds calls back while CLIENT PAUSE is on.
 */
@NullMarked
package serval.connection;

import org.jspecify.annotations.NullMarked;
