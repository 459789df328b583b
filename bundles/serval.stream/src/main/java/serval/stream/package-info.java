/**
 * Streams: {@link serval.stream.Stream} is the value, an array of {@link serval.stream.Node}s in Redis' listpack layout with its consumer
 * {@link serval.stream.Group}s. Entries are walked by {@link serval.stream.EntryCursor}, saved and loaded by
 * {@link serval.stream.StreamType}. The commands are in the families whose names end in {@code Commands}, one for each group of them.
 */
@NullMarked
package serval.stream;

import org.jspecify.annotations.NullMarked;
