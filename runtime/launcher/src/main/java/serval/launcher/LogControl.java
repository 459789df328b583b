package serval.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;

/**
 * Changes the log while the server runs. Bundles reach it as a {@link BiConsumer} with {@code serval.logging=true}.
 *
 * <ul>
 *   <li>{@code level}: {@code debug}, {@code verbose}, {@code notice}, {@code warning} or {@code nothing}
 *   <li>{@code logfile}: a path, empty for standard output
 *   <li>{@code role}: the letter after the process id, {@code M}, {@code S}, {@code X} or {@code C}
 * </ul>
 *
 * <p>Any other key is ignored. A value that cannot be used throws {@link IllegalArgumentException} whose message says why.
 */
final class LogControl implements BiConsumer<String, String> {
    @Override
    public void accept(String key, String value) {
        switch (key) {
            case "level", "loglevel" -> LogSetup.level((LoggerContext) LoggerFactory.getILoggerFactory(), level(value));
            case "logfile" -> logfile(value);
            case "role" -> LogSetup.LAYOUT.role(value.charAt(0));
            default -> {
                // A directive of a later version, or one like syslog that a JVM cannot serve.
            }
        }
    }

    /** The level of Redis' name for it; throws {@link IllegalArgumentException} if there is none. */
    static Level level(String name) {
        return switch (name) {
            case "debug" -> Level.TRACE;
            case "verbose" -> Level.DEBUG;
            case "notice" -> Level.INFO;
            case "warning" -> Level.WARN;
            case "nothing" -> Level.OFF;
            default -> throw new IllegalArgumentException("no such log level: " + name);
        };
    }

    private static void logfile(String path) {
        try {
            LogSetup.OUTPUT.file(path.isEmpty() ? null : Path.of(path));
        } catch (IOException unwritable) {
            throw new IllegalArgumentException("Can't open the log file: " + unwritable.getMessage(), unwritable);
        }
    }
}
