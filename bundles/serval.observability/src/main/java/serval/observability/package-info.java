/**
 * What can be seen of a running server: slow log, latency monitor, MONITOR.
 *
 * <p>{@link serval.observability.Observer} is what the engine tells of each call; it hands on to {@link
 * serval.observability.SlowLog}, {@link serval.observability.LatencyMonitor} and {@link serval.observability.Monitors} only
 * what they want to know, so that an ordinary call costs it two comparisons. The commands stand beside what they show.
 */
@NullMarked
package serval.observability;

import org.jspecify.annotations.NullMarked;
