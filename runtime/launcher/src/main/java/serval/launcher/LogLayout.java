package serval.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Redis' log line: {@code pid:role day month year time level message}.
 *
 * <p>Levels are {@code .} debug (TRACE), {@code -} verbose (DEBUG), {@code *} notice (INFO) and {@code #} warning (WARN,
 * ERROR). An event with the marker {@code RAW} is its message and nothing else, not even an end of line: the start-up logo.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    static final Marker RAW = MarkerFactory.getMarker("RAW");
    static final Marker SIGNAL = MarkerFactory.getMarker("SIGNAL");

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private final long pid = ProcessHandle.current().pid();
    private volatile char role = 'M';

    /** Sets the letter after the process id: M primary, S replica, X sentinel, C child. */
    void role(char letter) {
        role = letter;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        List<Marker> markers = event.getMarkerList();
        if (markers != null && markers.contains(RAW)) {
            return message;
        }
        StringBuilder line = new StringBuilder(64 + message.length());
        line.append(pid).append(':');
        if (markers != null && markers.contains(SIGNAL)) {
            line.append("signal-handler (").append(event.getTimeStamp() / 1000).append(") ");
        } else {
            line.append(role).append(' ');
            appendTime(line, event.getTimeStamp());
            line.append(' ').append(letter(event.getLevel())).append(' ');
        }
        line.append(message).append('\n');
        IThrowableProxy fault = event.getThrowableProxy();
        if (fault != null) {
            line.append(ThrowableProxyUtil.asString(fault));
        }
        return line.toString();
    }

    private static char letter(Level level) {
        return switch (level.toInt()) {
            case Level.TRACE_INT -> '.';
            case Level.DEBUG_INT -> '-';
            case Level.INFO_INT -> '*';
            default -> '#';
        };
    }

    /** By hand: java.time's formatters load the locale's data, which start-up has no time for. */
    static void appendTime(StringBuilder line, long millis) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault());
        digits(line, time.getDayOfMonth(), 2).append(' ').append(MONTHS[time.getMonthValue() - 1]);
        digits(line.append(' '), time.getYear(), 4);
        digits(line.append(' '), time.getHour(), 2);
        digits(line.append(':'), time.getMinute(), 2);
        digits(line.append(':'), time.getSecond(), 2);
        digits(line.append('.'), (int) Math.floorMod(millis, 1000L), 3);
    }

    private static StringBuilder digits(StringBuilder line, int value, int width) {
        String text = Integer.toString(value);
        for (int i = text.length(); i < width; i++) {
            line.append('0');
        }
        return line.append(text);
    }
}
