/** The append-only file: what it holds after whatever happens to the server, and that Redis reads it, and the other way round. */
@NullMarked
package serval.system.aof;

import org.jspecify.annotations.NullMarked;
