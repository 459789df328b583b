package serval.testkit.inside;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Gives everything that one server logs to the test's side. */
public final class LogProvider implements SLF4JServiceProvider {
    private static volatile @Nullable Consumer<Line> sink;
    private static volatile Level level = Level.INFO;

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    /**
     * A line of the log.
     *
     * @param level how grave it is
     * @param logger who says it
     * @param message what is said
     * @param fault its cause, if it has one
     */
    record Line(
            Level level,
            String logger,
            String message,
            @Nullable Throwable fault) {}

    /** For SLF4J. */
    public LogProvider() {}

    /** Names who takes the lines. */
    static void sink(Consumer<Line> to) {
        sink = to;
    }

    /** Sets the level by Redis' name for it; another name leaves it. */
    static void level(String name) {
        level = switch (name) {
            case "debug" -> Level.TRACE;
            case "verbose" -> Level.DEBUG;
            case "notice" -> Level.INFO;
            case "warning" -> Level.WARN;
            case "nothing" -> Level.ERROR;
            default -> level;
        };
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return ServerLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // All there is was made with the object.
    }

    private static final class ServerLogger extends AbstractLogger {
        private static final long serialVersionUID = 1L;

        ServerLogger(String name) {
            this.name = name;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level asked,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable fault) {
            Consumer<Line> to = sink;
            if (to != null) {
                to.accept(new Line(asked, name, MessageFormatter.basicArrayFormat(pattern, arguments), fault));
            }
        }

        private boolean passes(Level asked) {
            boolean library = name.startsWith("io.netty") || name.startsWith("org.");
            int least = library ? Math.max(Level.WARN.toInt(), level.toInt()) : level.toInt();
            return asked.toInt() >= least;
        }

        @Override
        public boolean isTraceEnabled() {
            return passes(Level.TRACE);
        }

        @Override
        public boolean isTraceEnabled(Marker marker) {
            return passes(Level.TRACE);
        }

        @Override
        public boolean isDebugEnabled() {
            return passes(Level.DEBUG);
        }

        @Override
        public boolean isDebugEnabled(Marker marker) {
            return passes(Level.DEBUG);
        }

        @Override
        public boolean isInfoEnabled() {
            return passes(Level.INFO);
        }

        @Override
        public boolean isInfoEnabled(Marker marker) {
            return passes(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return passes(Level.WARN);
        }

        @Override
        public boolean isWarnEnabled(Marker marker) {
            return passes(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled(Marker marker) {
            return true;
        }
    }
}
