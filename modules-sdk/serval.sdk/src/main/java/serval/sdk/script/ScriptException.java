package serval.sdk.script;

/** Why a script cannot be compiled, or a library not be loaded. Carries no stack: it is an answer, not a fault. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean compiling;

    /**
     * Creates it.
     *
     * @param message what is wrong, one char per byte
     * @param compiling whether the text could not be compiled; if not, it failed when it ran
     */
    public ScriptException(String message, boolean compiling) {
        super(message, null, false, false);
        this.compiling = compiling;
    }

    /** Whether the text could not be compiled. */
    public boolean compiling() {
        return compiling;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
