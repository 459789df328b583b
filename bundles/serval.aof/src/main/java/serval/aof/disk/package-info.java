/**
 * The few operations on files that the append-only file needs, so that a test can put a disk of its own below it: one that
 * is full, that fails, or that forgets what was not synced.
 */
@NullMarked
package serval.aof.disk;

import org.jspecify.annotations.NullMarked;
