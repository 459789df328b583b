package serval.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.Argument;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.spi.session.Session;

/** CLIENT KILL: one address as it once was, or filters that all have to hold. */
final class ClientKill {
    private static final Token ID = Token.of("ID");
    private static final Token TYPE = Token.of("TYPE");
    private static final Token ADDR = Token.of("ADDR");
    private static final Token LADDR = Token.of("LADDR");
    private static final Token USER = Token.of("USER");
    private static final Token SKIPME = Token.of("SKIPME");
    private static final Token YES = Token.of("YES");
    private static final Token NO = Token.of("NO");

    private static final CommandError NOBODY = CommandError.of("ERR No such client");
    private static final CommandError BAD_ID = CommandError.of("ERR client-id should be greater than 0");

    private final Call call;
    private final @Nullable Session self;
    private @Nullable String address;
    private @Nullable String localAddress;
    private @Nullable String user;
    private @Nullable ClientType type;
    private long id;
    private boolean skipMe = true;

    ClientKill(Call call, @Nullable Session self) {
        this.call = call;
        this.self = self;
    }

    void run(Iterable<Session> sessions) {
        boolean old = call.count() == 3;
        if (old) {
            address = call.text(2);
            skipMe = false;
        } else {
            readFilters();
        }
        List<Session> found = new ArrayList<>();
        for (Session session : sessions) {
            if (isMeant(session)) {
                found.add(session);
            }
        }
        for (Session session : found) {
            if (session != self) {
                session.closeNow();
            }
        }
        if (!old) {
            call.reply().integer(found.size());
        } else if (found.isEmpty()) {
            throw NOBODY.exception();
        } else {
            call.reply().ok();
        }
        if (self != null && found.contains(self)) {
            self.closeAfterReply();
        }
    }

    private void readFilters() {
        for (int i = 2; i < call.count(); i += 2) {
            if (i + 1 == call.count()) {
                throw CommandError.SYNTAX.exception();
            }
            readFilter(i, i + 1);
        }
    }

    private void readFilter(int name, int value) {
        if (call.is(name, ID)) {
            id = call.asLong(value, 1, Long.MAX_VALUE, BAD_ID);
        } else if (call.is(name, TYPE)) {
            type = ClientType.named(call.text(value));
        } else if (call.is(name, ADDR)) {
            address = call.text(value);
        } else if (call.is(name, LADDR)) {
            localAddress = call.text(value);
        } else if (call.is(name, USER)) {
            user = call.text(value);
            if (!user.equals(Authentication.DEFAULT_USER)) {
                throw CommandError.of("ERR No such user '" + user + "'").exception();
            }
        } else if (call.is(name, SKIPME) && call.is(value, YES)) {
            skipMe = true;
        } else if (call.is(name, SKIPME) && call.is(value, NO)) {
            skipMe = false;
        } else {
            throw CommandError.SYNTAX.exception();
        }
    }

    private boolean isMeant(Session session) {
        if (session.isClosing() && session != self) {
            return false;
        }
        return (address == null || session.address().equals(address))
                && (localAddress == null || session.localAddress().equals(localAddress))
                && (type == null || ClientType.of(session) == type)
                && (id == 0 || session.id() == id)
                && (user == null || session.user().equals(user))
                && (session != self || !skipMe);
    }

    /** The argument tree, which no syntax line can say. */
    static Argument filter() {
        Argument types = choice(
                "client-type",
                "TYPE",
                token("normal", null),
                token("master", "3.2.0"),
                token("slave", null),
                token("replica", "5.0.0"),
                token("pubsub", null));
        Argument filters = new Argument(
                "new-format",
                "new-format",
                Type.ONEOF,
                null,
                -1,
                false,
                true,
                false,
                null,
                List.of(
                        value("client-id", "client-id", Type.INTEGER, "ID", "2.8.12"),
                        new Argument(
                                types.name(),
                                types.display(),
                                types.type(),
                                types.token(),
                                -1,
                                true,
                                false,
                                false,
                                "2.8.12",
                                types.parts()),
                        value("username", "username", Type.STRING, "USER", null),
                        value("addr", "ip:port", Type.STRING, "ADDR", null),
                        value("laddr", "ip:port", Type.STRING, "LADDR", "6.2.0"),
                        choice("skipme", "SKIPME", token("yes", null), token("no", null))));
        Argument old =
                new Argument("old-format", "ip:port", Type.STRING, null, -1, false, false, false, null, List.of());
        return new Argument("filter", "filter", Type.ONEOF, null, -1, false, false, false, null, List.of(old, filters));
    }

    private static Argument value(String name, String display, Type type, String token, @Nullable String since) {
        return new Argument(name, display, type, token, -1, true, false, false, since, List.of());
    }

    private static Argument choice(String name, String token, Argument... parts) {
        return new Argument(name, name, Type.ONEOF, token, -1, true, false, false, null, List.of(parts));
    }

    private static Argument token(String name, @Nullable String since) {
        String token = name.toUpperCase(java.util.Locale.ROOT);
        return new Argument(name, name, Type.PURE_TOKEN, token, -1, false, false, false, since, List.of());
    }
}
