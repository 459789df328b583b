/**
 * Lua 5.1 as Redis' users know it, on LuaJ's compiler and values.
 *
 * <p>{@link serval.scripting.lua.LuaEngine} is the engine. A {@code Machine} is a world with globals and libraries: one for scripts, one for
 * functions. {@code Interpreter} runs code, {@code Operations} is what its instructions do in rarer cases, {@code Syntax} checks the
 * grammar before LuaJ compiles. {@code HotFunctions} has the functions that run much translated to JVM code, by {@code Translator} and
 * {@code Emitter}; {@code Steps} is what that code calls. {@code RedisLibrary} is the table {@code redis}; {@code ReplyValues} turns
 * replies into values and {@code ValueReplies} values into replies.
 */
@NullMarked
package serval.scripting.lua;

import org.jspecify.annotations.NullMarked;
