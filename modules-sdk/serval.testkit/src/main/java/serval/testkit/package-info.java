/**
 * Tests of modules, on a real server within the test's own process.
 *
 * <p>Start at {@link serval.testkit.ServalTest}, the annotation: it builds the module from the project's classes, starts a server
 * with it and gives tests a {@link serval.testkit.ServalServer}, a {@link serval.testkit.ServalClient} and a
 * {@link serval.testkit.TestClock}. {@link serval.testkit.TypeContract} has the tests that every data type should pass.
 */
@NullMarked
package serval.testkit;

import org.jspecify.annotations.NullMarked;
