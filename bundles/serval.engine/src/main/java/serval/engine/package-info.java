/**
 * The engine: one writer at a time, on the thread that read the request.
 *
 * <p>Start at {@link serval.engine.Core}, the state that everything shares under one lock, and
 * {@link serval.engine.Execution}, a request's way from its name to its reply. {@link serval.engine.CommandSnapshot} is what names
 * are looked up in, {@link serval.engine.GateChain} what may stand in between, {@link serval.engine.BlockedCalls} where calls
 * wait, {@link serval.engine.LongCalls} how one gives its thread back. {@link serval.engine.EngineComponent} ties them to services.
 */
@NullMarked
package serval.engine;

import org.jspecify.annotations.NullMarked;
