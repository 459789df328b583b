package serval.spi.module;

/** Says why a module cannot be installed, exchanged or removed; the message is for the operator. */
public final class ModuleRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the reason. */
    public ModuleRefusedException(String reason) {
        super(reason);
    }

    /** Creates the exception with the reason and what caused it. */
    public ModuleRefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
