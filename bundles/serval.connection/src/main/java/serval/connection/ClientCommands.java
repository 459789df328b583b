package serval.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.spi.engine.Executor;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Sessions;

/** CLIENT and its subcommands. */
@Component
public final class ClientCommands implements CommandFamily {
    private static final Token ON = Token.of("ON");
    private static final Token OFF = Token.of("OFF");
    private static final Token SKIP = Token.of("SKIP");
    private static final Token TYPE = Token.of("TYPE");
    private static final Token ID = Token.of("ID");
    private static final Token WRITE = Token.of("WRITE");
    private static final Token ALL = Token.of("ALL");
    private static final Token TIMEOUT = Token.of("TIMEOUT");
    private static final Token ERROR = Token.of("ERROR");
    private static final Token LIB_NAME = Token.of("LIB-NAME");
    private static final Token LIB_VER = Token.of("LIB-VER");

    private static final CommandError BAD_ID = CommandError.of("ERR Invalid client ID");
    private static final CommandError BAD_MODE = CommandError.of("ERR CLIENT PAUSE mode must be WRITE or ALL");
    private static final CommandError BAD_REASON =
            CommandError.of("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    private static final CommandError UNBLOCKED = CommandError.of("UNBLOCKED client unblocked via CLIENT UNBLOCK");
    private static final CommandError NO_TIMEOUT = CommandError.of("ERR timeout is not an integer or out of range");
    private static final CommandError TIMEOUT_OUT_OF_RANGE = CommandError.of("ERR timeout is out of range");
    private static final CommandError NO_CLIENT = CommandError.of("ERR this call does not come from a client");

    private final Executor executor;
    private final Sessions sessions;
    private final Pause pause;

    /** Creates the commands. */
    @Activate
    public ClientCommands(@Reference Executor executor, @Reference Sessions sessions, @Reference Pause pause) {
        this.executor = executor;
        this.sessions = sessions;
        this.pause = pause;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ClientSpecs.GETNAME, this::getname)
                .add(ClientSpecs.HELP, this::help)
                .add(ClientSpecs.ID, call -> call.reply().integer(self(call).id()))
                .add(ClientSpecs.INFO, this::info)
                .add(ClientSpecs.KILL, call -> new ClientKill(call, executor.session(call)).run(sessions.all()))
                .add(ClientSpecs.LIST, this::list)
                .add(ClientSpecs.NO_EVICT, call -> toggle(call, SessionFlag.NO_EVICT))
                .add(ClientSpecs.NO_TOUCH, call -> toggle(call, SessionFlag.NO_TOUCH))
                .add(ClientSpecs.PAUSE, this::pause)
                .add(ClientSpecs.REPLY, this::reply)
                .add(ClientSpecs.SETINFO, this::setinfo)
                .add(ClientSpecs.SETNAME, this::setname)
                .add(ClientSpecs.UNBLOCK, this::unblock)
                .add(ClientSpecs.UNPAUSE, this::unpause)
                .build();
    }

    private Session self(Call call) {
        Session session = executor.session(call);
        if (session == null) {
            throw NO_CLIENT.exception();
        }
        return session;
    }

    private static CommandError wrongArguments(Call call) {
        return CommandError.of(
                "ERR unknown subcommand or wrong number of arguments for '" + call.text(1) + "'. Try CLIENT HELP.");
    }

    void getname(Call call) {
        String name = self(call).name();
        if (name.isEmpty()) {
            call.reply().nil();
        } else {
            call.reply().bulk(name);
        }
    }

    void setname(Call call) {
        self(call).name(ClientNames.checked(call.slice(2)));
        call.reply().ok();
    }

    void setinfo(Call call) {
        boolean name = call.is(2, LIB_NAME);
        if (!name && !call.is(2, LIB_VER)) {
            call.reply().error("ERR Unrecognized option '" + call.text(2) + "'");
            return;
        }
        if (!ClientNames.isValid(call.slice(3))) {
            call.reply().error("ERR " + call.text(2) + " cannot contain spaces, newlines or special characters.");
            return;
        }
        if (name) {
            self(call).libraryName(call.text(3));
        } else {
            self(call).libraryVersion(call.text(3));
        }
        call.reply().ok();
    }

    void info(Call call) {
        StringBuilder text = new StringBuilder(300);
        ClientLine.append(text, self(call), call, true);
        answer(call, text);
    }

    void list(Call call) {
        StringBuilder text = new StringBuilder(300);
        if (call.count() > 3 && call.is(2, ID)) {
            for (int i = 3; i < call.count(); i++) {
                Session session = sessions.byId(call.asLong(i, Long.MIN_VALUE, Long.MAX_VALUE, BAD_ID));
                if (session != null) {
                    append(text, session, call);
                }
            }
        } else {
            ClientType type = call.count() == 4 && call.is(2, TYPE) ? ClientType.named(call.text(3)) : null;
            if (type == null && call.count() != 2) {
                throw CommandError.SYNTAX.exception();
            }
            for (Session session : sessions.all()) {
                if (type == null || ClientType.of(session) == type) {
                    append(text, session, call);
                }
            }
        }
        answer(call, text);
    }

    private void append(StringBuilder text, Session session, Call call) {
        boolean self = session == executor.session(call);
        if (self || !session.isClosing()) {
            ClientLine.append(text, session, call, self);
        }
    }

    private static void answer(Call call, StringBuilder text) {
        call.reply().verbatim("txt", text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void toggle(Call call, SessionFlag flag) {
        self(call).flag(flag, isOn(call, 2));
        call.reply().ok();
    }

    private static boolean isOn(Call call, int index) {
        if (!call.is(index, ON) && !call.is(index, OFF)) {
            throw CommandError.SYNTAX.exception();
        }
        return call.is(index, ON);
    }

    void reply(Call call) {
        Session session = self(call);
        if (call.is(2, ON)) {
            session.flag(SessionFlag.REPLY_OFF, false);
            session.flag(SessionFlag.REPLY_SKIP, false);
            session.reply().mute(false);
            call.reply().ok();
        } else if (call.is(2, OFF)) {
            session.flag(SessionFlag.REPLY_OFF, true);
            session.reply().mute(true);
        } else if (!call.is(2, SKIP)) {
            throw CommandError.SYNTAX.exception();
        } else if (!session.is(SessionFlag.REPLY_OFF)) {
            session.flag(SessionFlag.REPLY_SKIP_NEXT, true);
        }
    }

    void pause(Call call) {
        if (call.count() > 4) {
            throw wrongArguments(call).exception();
        }
        boolean all = call.count() == 3 || call.is(3, ALL);
        if (!all && !call.is(3, WRITE)) {
            throw BAD_MODE.exception();
        }
        long millis = call.asLong(2, Long.MIN_VALUE, Long.MAX_VALUE, NO_TIMEOUT);
        if (millis < 0) {
            throw CommandError.TIMEOUT_NEGATIVE.exception();
        }
        if (millis > Long.MAX_VALUE - call.now()) {
            throw TIMEOUT_OUT_OF_RANGE.exception();
        }
        pause.begin(call.now(), call.now() + millis, all);
        call.reply().ok();
    }

    void unpause(Call call) {
        pause.finish();
        call.reply().ok();
    }

    void unblock(Call call) {
        if (call.count() > 4) {
            throw wrongArguments(call).exception();
        }
        boolean error = call.count() == 4 && call.is(3, ERROR);
        if (call.count() == 4 && !error && !call.is(3, TIMEOUT)) {
            throw BAD_REASON.exception();
        }
        Session session = sessions.byId(call.asLong(2));
        @Nullable CommandError reason = error ? UNBLOCKED : null;
        boolean ended = session != null && !session.isClosing() && executor.unblock(session, reason);
        call.reply().integer(ended ? 1 : 0);
    }

    void help(Call call) {
        call.reply().array(HELP.size());
        HELP.forEach(call.reply()::status);
    }

    private static final List<String> HELP = List.of(
            "CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
            "CACHING (YES|NO)",
            "    Say whether the keys of the next command are tracked, in OPTIN and OPTOUT mode.",
            "GETNAME",
            "    Tell this connection's name.",
            "GETREDIR",
            "    Tell the number of the client that gets this connection's invalidation messages.",
            "ID",
            "    Tell this connection's number.",
            "INFO",
            "    Describe this connection.",
            "KILL <ip:port>",
            "    Close the connection from this address.",
            "KILL <option> <value> [<option> <value> [...]]",
            "    Close the connections that fit all options:",
            "    * ADDR (<ip:port>|<unixsocket>:0): they come from this address.",
            "    * ID <client-id>: it has this number.",
            "    * LADDR (<ip:port>|<unixsocket>:0): they came to this address.",
            "    * SKIPME (YES|NO): not this connection itself (default: yes).",
            "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB): they are of this kind.",
            "    * USER <username>: they are authenticated as this user.",
            "LIST [TYPE (NORMAL|MASTER|REPLICA|PUBSUB)|ID <client-id> [<client-id> ...]]",
            "    Describe the open connections, or some of them.",
            "NO-EVICT (ON|OFF)",
            "    Keep this connection open even if clients take too much memory.",
            "NO-TOUCH (ON|OFF)",
            "    Have this connection's commands not count as uses of the keys.",
            "PAUSE <timeout> [WRITE|ALL]",
            "    Hold back commands, or those that write, for <timeout> milliseconds.",
            "REPLY (ON|OFF|SKIP)",
            "    Say whether this connection is answered.",
            "SETINFO <option> <value>",
            "    Tell something of the client. Options are:",
            "    * LIB-NAME: its library's name.",
            "    * LIB-VER: its library's version.",
            "SETNAME <name>",
            "    Name this connection.",
            "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]] [OPTIN] [OPTOUT] [NOLOOP]",
            "    Turn invalidation messages on or off.",
            "TRACKINGINFO",
            "    Tell how invalidation messages are set up.",
            "UNBLOCK <clientid> [TIMEOUT|ERROR]",
            "    End the wait of a client's command.",
            "UNPAUSE",
            "    End what PAUSE began.",
            "HELP",
            "    Print this help.");
}
