/**
 * The snapshot file: SAVE, BGSAVE, what is loaded at the start, and RDB streams for whoever else needs the dataset in that form.
 *
 * <p>Writing: {@link serval.rdb.SnapshotWriter} encodes what a snapshot gives it, in slices under the engine lock;
 * {@link serval.rdb.StreamWriting} brings it to a sink on a thread of its own. Reading: {@link serval.rdb.StreamReading} has one
 * thread read and sum up, one decode ({@link serval.rdb.RdbParser}), and one put keys into the databases.
 * {@link serval.rdb.Saves} decides when the file is written and remembers what came of it.
 */
@NullMarked
package serval.rdb;

import org.jspecify.annotations.NullMarked;
