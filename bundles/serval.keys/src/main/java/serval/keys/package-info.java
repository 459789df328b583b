/**
 * Commands on keys, whatever they hold.
 *
 * <p>One family per file: {@link serval.keys.KeyCommands} removes, counts, names and finds keys,
 * {@link serval.keys.ExpiryCommands} is about time, {@link serval.keys.PlaceCommands} moves and copies values,
 * {@link serval.keys.DumpCommands} takes them out and in, {@link serval.keys.ScanCommands} walks over all of them,
 * {@link serval.keys.ObjectCommands} looks inside, and {@link serval.keys.WaitCommands} waits for replicas.
 */
@NullMarked
package serval.keys;

import org.jspecify.annotations.NullMarked;
