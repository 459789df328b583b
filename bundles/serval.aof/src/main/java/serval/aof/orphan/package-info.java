/**
 * Effects of modules that are absent: {@link serval.aof.orphan.Orphans} has the rules by which they wait,
 * {@link serval.aof.orphan.WaitingEffects} has them in their order and by their keys.
 */
@NullMarked
package serval.aof.orphan;

import org.jspecify.annotations.NullMarked;
