/**
 * How the testkit gets at a server: the bundles on the class path, and a class loader of its own for each server's framework, so that
 * servers share nothing with one another or with the tests' libraries. {@link serval.testkit.internal.Container} and
 * {@link serval.testkit.internal.Host} are the seam between the two sides; only types of the JDK pass it.
 */
@NullMarked
package serval.testkit.internal;

import org.jspecify.annotations.NullMarked;
