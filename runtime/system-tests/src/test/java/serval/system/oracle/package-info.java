/**
 * Comparison with a real server: the same commands go to both, and the replies must be the same bytes.
 *
 * <p>A test extends {@link serval.system.oracle.OracleTest} and lists commands. What differs on purpose stands, with its
 * reason, in {@code differences.txt} beside the tests, and nowhere else.
 */
@NullMarked
package serval.system.oracle;

import org.jspecify.annotations.NullMarked;
