package serval.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes log lines to standard output, or to a file when one is set, without holding any back.
 *
 * <p>The file is opened for each line, as Redis does: whoever rotates logs may rename or remove it at any time.
 */
final class LogOutput extends AppenderBase<ILoggingEvent> {
    private final LogLayout layout;
    private final FileOutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
    private volatile @Nullable Path file;

    LogOutput(LogLayout layout) {
        this.layout = layout;
    }

    /** Writes to {@code path} from now on, to standard output if null. */
    void file(@Nullable Path path) throws IOException {
        if (path != null) {
            write(path, new byte[0]);
        }
        file = path;
    }

    @Override
    protected void append(ILoggingEvent event) {
        byte[] line = layout.doLayout(event).getBytes(StandardCharsets.UTF_8);
        Path target = file;
        try {
            if (target == null) {
                standardOutput.write(line);
            } else {
                write(target, line);
            }
        } catch (IOException lost) {
            // Nobody is left to tell: a log that cannot be written must not stop the server.
        }
    }

    private static void write(Path path, byte[] line) throws IOException {
        Files.write(path, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    }
}
