/**
 * The bitmap commands: strings seen as arrays of bits, the first byte's highest bit being bit 0.
 *
 * <p>{@link serval.bitmap.BitCommands}, {@link serval.bitmap.BitSearchCommands}, {@link serval.bitmap.BitopCommand} and
 * {@link serval.bitmap.BitfieldCommands} declare and run them; {@link serval.bitmap.Bits}, {@link serval.bitmap.BitOperation} and
 * {@link serval.bitmap.BitfieldType} do the work on bare arrays.
 */
@NullMarked
package serval.bitmap;

import org.jspecify.annotations.NullMarked;
