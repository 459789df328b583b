package serval.connection;

import java.util.Locale;
import serval.sdk.reply.CommandError;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** What kind of client is at the other end of a connection, as CLIENT LIST and CLIENT KILL tell them apart. */
enum ClientType {
    NORMAL,
    REPLICA,
    PUBSUB,
    MASTER;

    /** The kind of a session's client. Whoever monitors is a normal one. */
    static ClientType of(Session session) {
        if (session.is(SessionFlag.PRIMARY)) {
            return MASTER;
        }
        if (session.is(SessionFlag.REPLICA) && !session.is(SessionFlag.MONITOR)) {
            return REPLICA;
        }
        return session.is(SessionFlag.SUBSCRIBER) ? PUBSUB : NORMAL;
    }

    /**
     * The kind of this name, letter case aside.
     *
     * @throws serval.sdk.reply.CommandException if there is none
     */
    static ClientType named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "normal" -> NORMAL;
            case "slave", "replica" -> REPLICA;
            case "pubsub" -> PUBSUB;
            case "master" -> MASTER;
            default ->
                throw CommandError.of("ERR Unknown client type '" + name + "'").exception();
        };
    }
}
