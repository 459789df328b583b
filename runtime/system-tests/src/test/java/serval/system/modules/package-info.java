/** Modules that are installed, exchanged and removed in a running server; {@code ModuleJars} makes them. */
package serval.system.modules;
