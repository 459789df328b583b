/**
 * Modules: what a bundle may say of itself as a module, all of it optional.
 *
 * <p>A bundle is a module by contributing services: command families, types, directives, listeners. It may also publish a
 * {@link serval.sdk.module.Module}, which takes the arguments of MODULE LOAD and tests itself before it serves, and
 * {@link serval.sdk.module.Handover}s, by which state goes from one version to the next.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.sdk.module;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
