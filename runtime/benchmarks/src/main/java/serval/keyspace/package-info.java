/** Benchmarks' share of this package: what they need of it is package-private. */
@NullMarked
package serval.keyspace;

import org.jspecify.annotations.NullMarked;
