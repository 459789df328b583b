/**
 * Modules that come and go while the server runs.
 *
 * <p>{@link serval.modules.ModuleService} is the one thread on which everything happens that concerns modules. {@link
 * serval.modules.ModuleCommands} (MODULE), {@link serval.modules.ModuleStart} (loadmodule) and {@link
 * serval.modules.ModuleFolder} (the folder {@code modules}) tell it what is wanted. {@link serval.modules.Installer} does it: a
 * {@link serval.modules.ModuleJar} is looked through, {@link serval.modules.Staging} starts it beside what is in service and
 * tests it, the engine exchanges the two, {@link serval.modules.Departures} sees the version before off. What is there is in
 * {@link serval.modules.Inventory}.
 */
@NullMarked
package serval.modules;

import org.jspecify.annotations.NullMarked;
