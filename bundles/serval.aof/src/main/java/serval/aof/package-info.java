/**
 * The append-only file: every change of the dataset, in the order in which it happened, in files that Redis 7 reads and writes
 * as well.
 *
 * <p>Start with {@link serval.aof.AofComponent}, which puts the parts together. {@link serval.aof.AppendOnlyFile} is the state and the
 * journal's sink; {@link serval.aof.Rewriter} makes the files short again. What is below has a package of its own: the
 * {@link serval.aof.disk disk}, the {@link serval.aof.manifest manifest}, {@link serval.aof.write writing},
 * {@link serval.aof.load loading}, and the {@link serval.aof.rewrite base of commands}.
 */
@NullMarked
package serval.aof;

import org.jspecify.annotations.NullMarked;
