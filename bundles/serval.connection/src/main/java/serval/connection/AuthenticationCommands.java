package serval.connection;

import static serval.sdk.command.CommandFlag.ALLOW_BUSY;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_AUTH;
import static serval.sdk.command.CommandFlag.SENTINEL;
import static serval.sdk.command.CommandFlag.STALE;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.Executor;
import serval.spi.module.LoadedModules;
import serval.spi.role.ServerRole;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** AUTH and HELLO. */
@Component
public final class AuthenticationCommands implements CommandFamily {
    /** The Redis version whose behaviour clients may count on. */
    private static final String VERSION = "7.2.4";

    private static final Token AUTH_OPTION = Token.of("AUTH");
    private static final Token SETNAME = Token.of("SETNAME");
    private static final byte[] DEFAULT_USER = Authentication.DEFAULT_USER.getBytes(StandardCharsets.US_ASCII);

    static final CommandSpec AUTH = CommandSpec.command("AUTH [username] password")
            .summary("Authenticates the connection.")
            .group("connection")
            .since("1.0.0")
            .complexity("O(N) where N is the number of passwords defined for the user")
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, SENTINEL, ALLOW_BUSY)
            .argumentSince("username", "6.0.0")
            .changed("6.0.0", "A user's name may stand before the password.")
            .build();

    static final CommandSpec HELLO = CommandSpec.command(
                    "HELLO [protover [AUTH username password] [SETNAME clientname]]")
            .summary("Agrees with the server on the version of the protocol.")
            .group("connection")
            .since("6.0.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, SENTINEL, ALLOW_BUSY)
            .groups("arguments", "auth")
            .changed("6.2.0", "Without arguments it tells how things stand.")
            .build();

    private static final CommandError NO_PASSWORD = CommandError.of("ERR AUTH <password> called without any password "
            + "configured for the default user. Are you sure your configuration is correct?");
    private static final CommandError WRONG_PASSWORD =
            CommandError.of("WRONGPASS invalid username-password pair or user is disabled.");
    private static final CommandError NO_VERSION =
            CommandError.of("ERR Protocol version is not an integer or out of range");
    private static final CommandError UNKNOWN_VERSION = CommandError.of("NOPROTO unsupported protocol version");
    private static final CommandError NOT_AUTHENTICATED = CommandError.of("NOAUTH HELLO must be called with the client "
            + "already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate "
            + "the client and select the RESP protocol version at the same time");

    private final Executor executor;
    private final Authentication authentication;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable ServerRole role;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable LoadedModules loaded;

    /** Creates the commands. */
    @Activate
    public AuthenticationCommands(@Reference Executor executor, @Reference Authentication authentication) {
        this.executor = executor;
        this.authentication = authentication;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(AUTH, this::auth)
                .add(HELLO, this::hello)
                .build();
    }

    void auth(Call call) {
        if (call.count() > 3) {
            throw CommandError.SYNTAX.exception();
        }
        if (call.count() == 2) {
            if (!authentication.isPasswordSet()) {
                throw NO_PASSWORD.exception();
            }
            authenticate(call, new ByteSlice(DEFAULT_USER), call.slice(1));
        } else {
            authenticate(call, call.slice(1), call.slice(2));
        }
        call.reply().ok();
    }

    private void authenticate(Call call, ByteSlice user, ByteSlice password) {
        Session session = executor.session(call);
        if (session != null && !authentication.authenticate(session, user, password)) {
            throw WRONG_PASSWORD.exception();
        }
    }

    void hello(Call call) {
        long version = 0;
        if (call.count() > 1) {
            version = call.asLong(1, Long.MIN_VALUE, Long.MAX_VALUE, NO_VERSION);
            if (version < 2 || version > 3) {
                throw UNKNOWN_VERSION.exception();
            }
        }
        ByteSlice user = null;
        ByteSlice password = null;
        String name = null;
        for (int i = 2; i < call.count(); i++) {
            int more = call.count() - 1 - i;
            if (call.is(i, AUTH_OPTION) && more >= 2) {
                user = call.slice(i + 1);
                password = call.slice(i + 2);
                i += 2;
            } else if (call.is(i, SETNAME) && more >= 1) {
                name = ClientNames.checked(call.slice(i + 1));
                i++;
            } else {
                call.reply().error("ERR Syntax error in HELLO option '" + call.text(i) + "'");
                return;
            }
        }
        if (user != null && password != null) {
            authenticate(call, user, password);
        }
        Session session = executor.session(call);
        if (session == null) {
            describe(call.reply(), 0);
            return;
        }
        if (!session.is(SessionFlag.AUTHENTICATED)) {
            throw NOT_AUTHENTICATED.exception();
        }
        if (name != null) {
            session.name(name);
        }
        if (version != 0) {
            session.respVersion((int) version);
        }
        describe(call.reply(), session.id());
    }

    private void describe(Reply reply, long id) {
        ServerRole now = role;
        LoadedModules modules = loaded;
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(VERSION);
        reply.bulk("proto");
        reply.integer(reply.version());
        reply.bulk("id");
        reply.integer(id);
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk(now != null && now.isReplica() ? "replica" : "master");
        reply.bulk("modules");
        if (modules == null) {
            reply.array(0);
        } else {
            modules.describe(reply);
        }
    }
}
