/** Tests that the modules of {@code examples/} do in a server what their READMEs say. */
package serval.system.examples;
