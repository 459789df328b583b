/** The tool {@code serval-check-aof}, which needs no server: see {@link serval.aof.check.CheckAof}. */
@NullMarked
package serval.aof.check;

import org.jspecify.annotations.NullMarked;
