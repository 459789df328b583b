package serval.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets logging up in code: logback finds this class as a service, and the XML parser stays unloaded.
 *
 * <p>Libraries are quiet by default: their warnings are logged, and more only at loglevel debug. The system property
 * {@code serval.loglevel} is the level until the configuration has been read.
 *
 * <p>Only in a process of the server's own, where {@code serval.home} is set: elsewhere the log belongs to somebody else.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String[] LIBRARIES = {"io.netty", "org.apache.felix", "org.osgi"};

    static final LogLayout LAYOUT = new LogLayout();
    static final LogOutput OUTPUT = new LogOutput(LAYOUT);

    /** For logback. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty(Main.HOME) == null) {
            return ExecutionStatus.NEUTRAL;
        }
        LAYOUT.setContext(loggers);
        LAYOUT.start();
        OUTPUT.setContext(loggers);
        OUTPUT.start();
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(OUTPUT);
        level(loggers, LogControl.level(System.getProperty("serval.loglevel", "notice")));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void level(LoggerContext loggers, Level level) {
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        Level libraries = level == Level.TRACE ? Level.INFO : Level.WARN;
        for (String library : LIBRARIES) {
            loggers.getLogger(library).setLevel(level.isGreaterOrEqual(libraries) ? level : libraries);
        }
    }
}
