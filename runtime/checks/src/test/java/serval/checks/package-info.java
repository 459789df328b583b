/**
 * Tests over the built bundles as a whole.
 *
 * <p>The layer rules are in {@code cnf/layers}; {@link serval.checks.LayerTable} reads that file and
 * {@link serval.checks.LayerRules} compares it with the manifests. A new bundle needs a line in that file.
 */
@NullMarked
package serval.checks;

import org.jspecify.annotations.NullMarked;
