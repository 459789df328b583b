package serval.engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Verdict;
import serval.spi.request.Request;
import serval.spi.session.ReplyBuffer;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** What calls that do not run are answered, and what their sessions keep of it. Under the engine lock. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final long AFTERMATH = 1L << SessionFlag.ASKING.ordinal()
            | 1L << SessionFlag.REPLY_SKIP.ordinal()
            | 1L << SessionFlag.REPLY_SKIP_NEXT.ordinal();

    private final Core core;

    Refusals(Core core) {
        this.core = core;
    }

    /** A gate did not let a call pass; returns false if it is to be called again. The mark is where its reply would have begun. */
    boolean stopped(Verdict verdict, CallImpl call, long mark) {
        Session session = call.session();
        switch (verdict) {
            case REFUSE -> {
                call.command().statistics().rejected();
                if (endsTransaction(session, call.command()) && call.reply() instanceof ReplyBuffer buffer) {
                    String reason = buffer.lastError();
                    buffer.rollback(mark);
                    buffer.clearErrors();
                    buffer.error(aborted(reason));
                    core.listeners.each(listener -> listener.aborted(session));
                }
                afterError(session, call.reply());
                spoil(session);
            }
            case POSTPONE -> {
                return false;
            }
            default -> {}
        }
        after(session, call.command());
        return true;
    }

    /** No command has this name. */
    void unknown(@Nullable Session session, Request request, Reply reply) {
        String name = clip(request, 0);
        if (session != null && (name.equalsIgnoreCase("post") || name.equalsIgnoreCase("host:"))) {
            LOG.warn(
                    "Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands. This is "
                            + "likely due to an attacker attempting to use Cross Protocol Scripting to compromise your "
                            + "instance. Connection from {} aborted.",
                    session.address());
            session.closeNow();
            return;
        }
        String module = core.registry.formerOwner(name);
        if (module != null) {
            reject(
                    session,
                    null,
                    reply,
                    CommandError.of(
                            "ERR unknown command '" + name + "': module " + module + " that had it was removed"));
            return;
        }
        StringBuilder beginning = new StringBuilder();
        for (int i = 1; i < request.count() && beginning.length() < 128; i++) {
            String word = request.slice(i).toString();
            beginning
                    .append('\'')
                    .append(word, 0, Math.min(word.length(), 128 - beginning.length()))
                    .append("' ");
        }
        reject(
                session,
                null,
                reply,
                CommandError.of("ERR unknown command '" + name + "', with args beginning with: " + beginning));
    }

    /** A word as error texts show it. */
    static String clip(Request request, int index) {
        String word = request.slice(index).toString();
        return word.length() > 128 ? word.substring(0, 128) : word;
    }

    /** A call is answered with an error before it runs. */
    void reject(@Nullable Session session, @Nullable CommandEntry command, Reply reply, CommandError error) {
        if (command != null) {
            command.statistics().rejected();
        }
        boolean aborted = endsTransaction(session, command);
        reply.error(aborted ? CommandError.of(aborted(error.text())) : error);
        if (aborted) {
            core.listeners.each(listener -> listener.aborted(session));
        }
        afterError(session, reply);
        spoil(session);
        after(session, command);
    }

    /** Whether a refused call is EXEC, which cannot leave a transaction open. */
    private static boolean endsTransaction(@Nullable Session session, @Nullable CommandEntry command) {
        return session != null && command != null && command.spec().name().equals("exec");
    }

    private static String aborted(String reason) {
        return "EXECABORT Transaction discarded because of: "
                + (reason.startsWith("ERR ") ? reason.substring(4) : reason);
    }

    private static void spoil(@Nullable Session session) {
        if (session != null && session.is(SessionFlag.TRANSACTION)) {
            session.flag(SessionFlag.SPOILT, true);
        }
    }

    /** Counts the errors that a call answered. */
    void afterError(@Nullable Session session, Reply reply) {
        if (reply instanceof ReplyBuffer buffer && buffer.hadError()) {
            core.statistics.error(buffer.lastError());
            buffer.clearErrors();
        }
    }

    /** Takes back what holds for one call of a session only. */
    static void after(@Nullable Session session, @Nullable CommandEntry command) {
        if (session != null && (session.flagBits() & AFTERMATH) != 0) {
            aftermath(session, command);
        }
    }

    private static void aftermath(Session session, @Nullable CommandEntry command) {
        if (session.is(SessionFlag.ASKING)
                && (command == null || !command.name().equals("asking"))) {
            session.flag(SessionFlag.ASKING, false);
        }
        boolean off = session.is(SessionFlag.REPLY_OFF);
        session.flag(SessionFlag.REPLY_SKIP, false);
        if (session.is(SessionFlag.REPLY_SKIP_NEXT)) {
            session.flag(SessionFlag.REPLY_SKIP_NEXT, false);
            session.flag(SessionFlag.REPLY_SKIP, true);
        }
        session.reply().mute(off || session.is(SessionFlag.REPLY_SKIP));
    }
}
