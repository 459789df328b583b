package serval.launcher;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * OSGi's log service on top of the server's log: the component runtime reports through it which component failed and why.
 *
 * <p>A logger is a proxy because the interface repeats the same six methods for each of its six levels.
 */
@SuppressWarnings("deprecation")
final class LogServiceBridge implements LogService {
    private static final int WARN_LEVEL = 2;
    /** All of them count as a library's: the component runtime logs under the names of the classes it handles. */
    private static final String LIBRARY = "org.osgi.log.";

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(LIBRARY + name, LogServiceBridge::proxy);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName());
    }

    @Override
    public <L extends Logger> L getLogger(String name, Class<L> type) {
        return type.cast(getLogger(name));
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> type, Class<L> loggerType) {
        return loggerType.cast(getLogger(type));
    }

    @Override
    public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> type) {
        return type.cast(getLogger(name));
    }

    private static Logger proxy(String name) {
        org.slf4j.Logger target = LoggerFactory.getLogger(name);
        return (Logger) Proxy.newProxyInstance(
                LogServiceBridge.class.getClassLoader(),
                new Class<?>[] {FormatterLogger.class},
                (self, method, arguments) -> call(target, method, arguments == null ? new Object[0] : arguments));
    }

    private static @Nullable Object call(org.slf4j.Logger target, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        switch (name) {
            case "getName", "toString" -> {
                return target.getName();
            }
            case "hashCode" -> {
                return System.identityHashCode(target);
            }
            case "equals" -> {
                return false;
            }
            default -> {}
        }
        Level level = level(name);
        if (name.startsWith("is")) {
            return target.isEnabledForLevel(level);
        }
        if (!target.isEnabledForLevel(level)) {
            return null;
        }
        if (arguments[0] instanceof LoggerConsumer<?> consumer) {
            consumer.accept(proxy(target.getName()));
            return null;
        }
        Object[] values = arguments.length == 2 && arguments[1] instanceof Object[] list
                ? list
                : java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
        target.atLevel(level).log(String.valueOf(arguments[0]), values);
        return null;
    }

    private static Level level(String method) {
        for (Level level : Level.values()) {
            if (method.regionMatches(
                    true,
                    method.startsWith("is") ? 2 : 0,
                    level.name(),
                    0,
                    level.name().length())) {
                return level;
            }
        }
        return Level.INFO;
    }

    @Override
    public void log(int level, String message) {
        log(level, message, null);
    }

    @Override
    public void log(int level, String message, @Nullable Throwable fault) {
        Level target = level <= 1 ? Level.ERROR : level == WARN_LEVEL ? Level.WARN : Level.DEBUG;
        LoggerFactory.getLogger("org.osgi.log").atLevel(target).setCause(fault).log(message);
    }

    @Override
    public void log(@Nullable ServiceReference<?> service, int level, String message) {
        log(level, message, null);
    }

    @Override
    public void log(@Nullable ServiceReference<?> service, int level, String message, @Nullable Throwable fault) {
        log(level, message, fault);
    }
}
