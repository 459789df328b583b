/**
 * The HyperLogLog commands: counting distinct elements in a fixed small space, with an error of 0.81 %.
 *
 * <p>A HyperLogLog is a string with Redis' layout, byte for byte, so that it can be copied between the two with GET and SET:
 *
 * <pre>
 * 0..3    HYLL
 * 4       encoding: 0 dense, 1 sparse
 * 5..7    zero
 * 8..15   cached cardinality, little endian; the highest bit says that it is out of date
 * 16..    registers: dense as 16384 numbers of 6 bits, sparse as runs
 * </pre>
 *
 * <p>{@link serval.hyperloglog.Header}, {@link serval.hyperloglog.Dense} and {@link serval.hyperloglog.Sparse} know the layout;
 * {@link serval.hyperloglog.Sketch} is a working copy of one; {@link serval.hyperloglog.ElementHash} and
 * {@link serval.hyperloglog.Estimator} are the mathematics at its two ends.
 */
@NullMarked
package serval.hyperloglog;

import org.jspecify.annotations.NullMarked;
