package serval.aof.manifest;

import org.jspecify.annotations.Nullable;

/** Says that a manifest cannot be understood. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int number;
    private final @Nullable String line;

    ManifestException(String reason, int number, @Nullable String line) {
        super(reason);
        this.number = number;
        this.line = line;
    }

    /** The lines for the log or the terminal, as Redis writes them. */
    public String report() {
        StringBuilder text = new StringBuilder("\n*** FATAL AOF MANIFEST FILE ERROR ***\n");
        if (line != null) {
            text.append("Reading the manifest file, at line ").append(number).append('\n');
            text.append(">>> '").append(line).append("'\n");
        }
        return text.append(getMessage()).toString();
    }
}
