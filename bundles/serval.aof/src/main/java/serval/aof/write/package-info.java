/**
 * Writing the increment: {@link serval.aof.write.UnitEncoder} turns units of the journal into bytes, {@link serval.aof.write.Outgoing}
 * keeps them until they are written, and {@link serval.aof.write.AofWriter} writes and syncs them.
 */
@NullMarked
package serval.aof.write;

import org.jspecify.annotations.NullMarked;
