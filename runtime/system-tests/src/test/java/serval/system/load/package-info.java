/**
 * Many clients at once from one thread, each of which knows what every reply has to be.
 */
@NullMarked
package serval.system.load;

import org.jspecify.annotations.NullMarked;
