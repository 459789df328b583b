/** A module to test the testkit with: sets of words, and commands that fault, wait and act later. */
@NullMarked
package serval.testkit.sample;

import org.jspecify.annotations.NullMarked;
