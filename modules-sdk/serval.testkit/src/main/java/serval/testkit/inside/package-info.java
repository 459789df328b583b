/**
 * The part that is loaded once for each server, beside its framework. {@link serval.testkit.inside.Inside} is what the tests' side
 * calls.
 */
@NullMarked
package serval.testkit.inside;

import org.jspecify.annotations.NullMarked;
