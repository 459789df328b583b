package serval.spi.dataset;

import java.io.IOException;

/** Says that bytes are no sound RDB: truncated, damaged, or of an unknown version. */
public final class RdbFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean truncated;

    /** Creates the exception with what is wrong, and whether that is only that the bytes end too early. */
    public RdbFormatException(String message, boolean truncated) {
        super(message);
        this.truncated = truncated;
    }

    /** Whether the bytes end too early. */
    public boolean isTruncated() {
        return truncated;
    }
}
