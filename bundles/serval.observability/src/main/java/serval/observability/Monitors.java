package serval.observability;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.GateControl;
import serval.spi.gate.Origin;
import serval.spi.request.Request;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.SessionListener;
import serval.spi.session.Sessions;

/** The sessions that MONITOR shows every call to. Under the engine lock. */
@Component(service = {Monitors.class, SessionListener.class})
public final class Monitors implements SessionListener {
    private final List<Session> sessions = new ArrayList<>();
    private final Sessions connected;
    private @Nullable GateControl gate;

    /** Knows those who watch by their sessions' flag, whoever let them. */
    @Activate
    public Monitors(@Reference Sessions connected) {
        this.connected = connected;
    }

    /** Whether nobody watches. */
    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /** Has a session watch from now on. */
    void add(Session session) {
        if (!session.is(SessionFlag.MONITOR)) {
            session.flag(SessionFlag.MONITOR, true);
            sessions.add(session);
            arm(session, true);
        }
    }

    /** Names the control of the gate that is armed for those who watch. */
    void gate(GateControl control) {
        gate = control;
        for (Session session : connected.all()) {
            if (session.is(SessionFlag.MONITOR) && !sessions.contains(session)) {
                sessions.add(session);
            }
        }
        sessions.forEach(session -> arm(session, true));
    }

    private void arm(Session session, boolean on) {
        GateControl control = gate;
        if (control != null) {
            control.arm(session, on);
        }
    }

    @Override
    public void reset(Session session) {
        if (sessions.remove(session)) {
            session.flag(SessionFlag.MONITOR, false);
            arm(session, false);
        }
    }

    @Override
    public void closed(Session session) {
        sessions.remove(session);
    }

    /** Shows a call. */
    void feed(CommandEntry command, Request request, @Nullable Session from, Origin origin) {
        if (command.spec().is(CommandFlag.ADMIN) || origin == Origin.REPLAY || origin == Origin.INTERNAL) {
            return;
        }
        String line = line(command, request, from, origin);
        for (Session session : sessions) {
            session.reply().status(line);
            session.wroteOutside();
        }
    }

    private static String line(CommandEntry command, Request request, @Nullable Session from, Origin origin) {
        java.time.Instant now = java.time.Instant.now();
        StringBuilder line = new StringBuilder(64 + (int) Math.min(request.bytes() * 2, 1 << 20));
        line.append(now.getEpochSecond()).append('.');
        String micros = Integer.toString(1_000_000 + now.getNano() / 1000);
        line.append(micros, 1, micros.length()).append(" [");
        line.append(from == null ? 0 : from.database()).append(' ');
        if (origin == Origin.NESTED) {
            line.append("lua");
        } else if (from == null) {
            line.append("?:0");
        } else if (from.is(SessionFlag.UNIX_SOCKET)) {
            line.append("unix:").append(from.localAddress().replaceFirst(":0$", ""));
        } else {
            line.append(from.address());
        }
        line.append(']');
        for (int i = 0; i < request.count(); i++) {
            line.append(' ');
            quote(line, Redaction.word(command, request, i));
        }
        return line.toString();
    }

    private static void quote(StringBuilder line, byte[] word) {
        line.append('"');
        for (byte b : word) {
            switch (b) {
                case '\\', '"' -> line.append('\\').append((char) b);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case 7 -> line.append("\\a");
                case '\b' -> line.append("\\b");
                default -> {
                    if (b >= ' ' && b < 127) {
                        line.append((char) b);
                    } else {
                        line.append("\\x")
                                .append(Character.forDigit(b >> 4 & 15, 16))
                                .append(Character.forDigit(b & 15, 16));
                    }
                }
            }
        }
        line.append('"');
    }
}
