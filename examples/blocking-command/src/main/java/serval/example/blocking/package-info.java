/**
 * Commands that wait: {@link serval.example.blocking.BoxCommands} for keys, {@link serval.example.blocking.LatchCommands} for something of
 * their own, with timers and with state that goes from one version to the next.
 */
@NullMarked
package serval.example.blocking;

import org.jspecify.annotations.NullMarked;
