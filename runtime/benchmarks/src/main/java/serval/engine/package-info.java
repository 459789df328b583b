/** Benchmarks' share of this package: what they need of it is package-private. */
@NullMarked
package serval.engine;

import org.jspecify.annotations.NullMarked;
