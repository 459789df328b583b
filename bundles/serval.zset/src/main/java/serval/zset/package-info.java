/**
 * Sorted sets: {@link serval.zset.SortedSet} is the value, small ones as {@link serval.zset.PackedForm} (one array, {@link serval.zset.PackedPairs}), large ones as
 * {@link serval.zset.TreeForm}, a table of members and a counted B+ tree ({@link serval.zset.Tree}) that share their entries.
 * {@link serval.zset.SortedSetType} saves and loads them. The commands are in the families whose names end in {@code Commands}.
 */
@NullMarked
package serval.zset;

import org.jspecify.annotations.NullMarked;
