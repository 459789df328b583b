/** Tests that the modules of {@code examples/} do in a server what their READMEs say. */
@NullMarked
package serval.system.examples;

import org.jspecify.annotations.NullMarked;
