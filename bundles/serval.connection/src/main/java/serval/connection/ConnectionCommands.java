package serval.connection;

import static serval.sdk.command.CommandFlag.ALLOW_BUSY;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_AUTH;
import static serval.sdk.command.CommandFlag.SENTINEL;
import static serval.sdk.command.CommandFlag.STALE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.Executor;
import serval.spi.keyspace.Keyspace;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** PING, ECHO, SELECT, QUIT, RESET. */
@Component
public final class ConnectionCommands implements CommandFamily {
    private static final byte[] PONG = {'p', 'o', 'n', 'g'};
    private static final byte[] NOTHING = {};

    static final CommandSpec PING = CommandSpec.command("PING [message]")
            .summary("Answers, so that a client knows that the server is there.")
            .group("connection")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(FAST, SENTINEL)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .build();

    static final CommandSpec ECHO = CommandSpec.command("ECHO message")
            .summary("Answers what it is given.")
            .group("connection")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE, FAST)
            .build();

    static final CommandSpec SELECT = CommandSpec.command("SELECT index")
            .summary("Chooses the database that this connection works on.")
            .group("connection")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE, FAST)
            .build();

    static final CommandSpec QUIT = CommandSpec.command("QUIT")
            .summary("Has the server close the connection.")
            .group("connection")
            .since("1.0.0")
            .complexity("O(1)")
            .arity(-1)
            .flags(ALLOW_BUSY, NOSCRIPT, LOADING, STALE, FAST, NO_AUTH)
            .deprecated("7.2.0", "just closing the connection")
            .build();

    static final CommandSpec RESET = CommandSpec.command("RESET")
            .summary("Makes the connection like a new one.")
            .group("connection")
            .since("6.2.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .build();

    private static final long LEAST_INT = Integer.MIN_VALUE;
    private static final long MOST_INT = Integer.MAX_VALUE;
    private static final CommandError NO_INT =
            CommandError.of("ERR value is out of range, value must between " + LEAST_INT + " and " + MOST_INT);
    private static final CommandError NOT_NORMAL = CommandError.of("ERR can only reset normal client connections");

    private final Executor executor;
    private final Keyspace keyspace;

    /** Creates the commands. */
    @Activate
    public ConnectionCommands(@Reference Executor executor, @Reference Keyspace keyspace) {
        this.executor = executor;
        this.keyspace = keyspace;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(PING, this::ping)
                .add(ECHO, call -> call.reply().bulk(call.slice(1)))
                .add(SELECT, this::select)
                .add(QUIT, this::quit)
                .add(RESET, this::reset)
                .build();
    }

    void ping(Call call) {
        if (call.count() > 2) {
            throw CommandError.of("ERR wrong number of arguments for 'ping' command")
                    .exception();
        }
        Reply reply = call.reply();
        Session session = executor.session(call);
        if (session != null && session.is(SessionFlag.SUBSCRIBER) && reply.version() == 2) {
            // A RESP2 subscriber only reads arrays.
            reply.array(2);
            reply.bulk(PONG);
            if (call.count() == 1) {
                reply.bulk(NOTHING);
            } else {
                reply.bulk(call.slice(1));
            }
        } else if (call.count() == 1) {
            reply.status("PONG");
        } else {
            reply.bulk(call.slice(1));
        }
    }

    void select(Call call) {
        call.asLong(1);
        long number = call.asLong(1, LEAST_INT, MOST_INT, NO_INT);
        if (number < 0 || number >= keyspace.count()) {
            throw CommandError.DB_OUT_OF_RANGE.exception();
        }
        Session session = executor.session(call);
        if (session != null) {
            session.database((int) number);
        }
        call.reply().ok();
    }

    void quit(Call call) {
        call.reply().ok();
        Session session = executor.session(call);
        if (session != null) {
            session.closeAfterReply();
        }
    }

    void reset(Call call) {
        Session session = executor.session(call);
        if (session != null) {
            boolean monitor = session.is(SessionFlag.MONITOR);
            if (session.is(SessionFlag.PRIMARY) || session.is(SessionFlag.REPLICA) && !monitor) {
                throw NOT_NORMAL.exception();
            }
            executor.reset(session);
            reset(session);
        }
        call.reply().status("RESET");
    }

    private static void reset(Session session) {
        session.database(0);
        session.respVersion(2);
        session.name("");
        session.flag(SessionFlag.ASKING, false);
        session.flag(SessionFlag.READ_ONLY, false);
        session.flag(SessionFlag.REPLY_OFF, false);
        session.flag(SessionFlag.REPLY_SKIP_NEXT, false);
        session.flag(SessionFlag.NO_TOUCH, false);
        session.flag(SessionFlag.NO_EVICT, false);
        session.reply().mute(session.is(SessionFlag.REPLY_SKIP));
    }
}
