/**
 * Scripts and functions.
 */
@NullMarked
package serval.scripting;

import org.jspecify.annotations.NullMarked;
