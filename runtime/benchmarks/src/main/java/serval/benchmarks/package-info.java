/**
 * JMH benchmarks of what a request passes. Those that need what is package-private stand in the package they measure;
 * all are run by {@code runtime/benchmarks/jmh}.
 */
@NullMarked
package serval.benchmarks;

import org.jspecify.annotations.NullMarked;
