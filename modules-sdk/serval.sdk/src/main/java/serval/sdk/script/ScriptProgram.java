package serval.sdk.script;

import org.osgi.annotation.versioning.ConsumerType;

/** A compiled script or function. */
@ConsumerType
@FunctionalInterface
public interface ScriptProgram {
    /**
     * Runs it and writes its reply, which may be an error. Must come by {@link ScriptRun#checkpoint()} every so often.
     *
     * @throws serval.sdk.reply.CommandException if {@link ScriptRun} threw it: to be passed on, not swallowed
     */
    void run(ScriptRun run);
}
