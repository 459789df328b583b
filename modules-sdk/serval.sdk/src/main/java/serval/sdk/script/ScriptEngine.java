package serval.sdk.script;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A language that scripts and functions are written in, published as an OSGi service. All methods are called under the engine lock.
 */
@ConsumerType
public interface ScriptEngine {
    /** The name that stands after {@code #!} in a script's first line, letter case aside: {@code lua}. */
    String name();

    /**
     * Compiles a script for EVAL.
     *
     * @param name the script's name, its SHA-1 in hexadecimal digits
     * @param source the whole text, with its first line; must not be changed
     * @throws ScriptException if it cannot be compiled
     */
    ScriptProgram compile(String name, byte[] source);

    /**
     * Compiles a library of functions and registers them.
     *
     * @param source the whole text, with its first line; must not be changed
     * @throws ScriptException if it cannot be compiled or fails to register its functions
     */
    void load(byte[] source, FunctionRegistrar functions);

    /** The bytes that the engine holds, scripts and libraries aside; an estimate. */
    long memory();

    /** The bytes that the engine holds for functions, their libraries aside; an estimate. */
    long functionMemory();

    /** Forgets whatever scripts have left behind: at SCRIPT FLUSH. Programs compiled before are not used again. */
    void forgetScripts();

    /** Forgets whatever functions have left behind: at FUNCTION FLUSH. Functions registered before are not used again. */
    void forgetFunctions();
}
