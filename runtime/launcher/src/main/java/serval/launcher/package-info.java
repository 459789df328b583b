/**
 * The program behind {@code bin/serval-server}: it starts an OSGi framework in this process, installs the bundles of the
 * distribution and hands them the command line.
 *
 * <p>Start with {@link serval.launcher.Main}, which is a list of the steps; {@link serval.launcher.ServerFramework} is the part
 * that a test starts within its own process. What bundles get from here is published as
 * services of plain JDK types, so that no bundle needs this package; {@link serval.launcher.LaunchServices} lists them.
 * The package is compiled for an older Java than the bundles need, because it is what tells people which Java they need.
 */
@NullMarked
package serval.launcher;

import org.jspecify.annotations.NullMarked;
