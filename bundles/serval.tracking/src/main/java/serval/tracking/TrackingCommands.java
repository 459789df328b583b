package serval.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.Executor;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Sessions;
import serval.spi.tracking.Tracking;
import serval.spi.tracking.Tracking.Choice;

/** The subcommands of CLIENT that have to do with tracking. */
@Component
public final class TrackingCommands implements CommandFamily {
    private static final Token ON = Token.of("ON");
    private static final Token OFF = Token.of("OFF");
    private static final Token YES = Token.of("YES");
    private static final Token NO = Token.of("NO");
    private static final Token REDIRECT = Token.of("REDIRECT");
    private static final Token PREFIX = Token.of("PREFIX");
    private static final Token BCAST = Token.of("BCAST");
    private static final Token OPTIN = Token.of("OPTIN");
    private static final Token OPTOUT = Token.of("OPTOUT");
    private static final Token NOLOOP = Token.of("NOLOOP");

    private static final CommandError TWO_REDIRECTS =
            CommandError.of("ERR A client can only redirect to a single other client");
    private static final CommandError NO_REDIRECT =
            CommandError.of("ERR The client ID you want redirect to does not exist");
    private static final CommandError PREFIX_ALONE =
            CommandError.of("ERR PREFIX option requires BCAST mode to be enabled");
    private static final CommandError OTHER_MODE = CommandError.of("ERR You can't switch BCAST mode on/off before "
            + "disabling tracking for this client, and then re-enabling it with a different mode.");
    private static final CommandError OPTION_WITH_BCAST =
            CommandError.of("ERR OPTIN and OPTOUT are not compatible with BCAST");
    private static final CommandError BOTH_OPTIONS =
            CommandError.of("ERR You can't specify both OPTIN mode and OPTOUT mode");
    private static final CommandError OTHER_OPTION = CommandError.of("ERR You can't switch OPTIN/OPTOUT mode before "
            + "disabling tracking for this client, and then re-enabling it with a different mode.");
    private static final CommandError NOT_TRACKING = CommandError.of("ERR CLIENT CACHING can be called only when the "
            + "client is in tracking mode with OPTIN or OPTOUT mode enabled");
    private static final CommandError NOT_OPTIN =
            CommandError.of("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    private static final CommandError NOT_OPTOUT =
            CommandError.of("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    private static final CommandError NO_CLIENT = CommandError.of("ERR this call does not come from a client");

    /** The same container that the other subcommands are in; whichever bundle comes first brings it. */
    private static final CommandSpec CLIENT = CommandSpec.container("CLIENT")
            .summary("Holds the commands about clients' connections.")
            .group("connection")
            .since("2.4.0")
            .complexity("Depends on subcommand.")
            .flags(CommandFlag.SENTINEL)
            .build();

    static final CommandSpec CACHING = own("CACHING <YES | NO>", "6.0.0")
            .summary("Says whether the keys of the next command are tracked.")
            .groups("mode")
            .build();

    static final CommandSpec GETREDIR = own("GETREDIR", "6.0.0")
            .summary("Tells which client is sent this connection's invalidation messages.")
            .build();

    static final CommandSpec TRACKING = own(
                    "TRACKING <ON | OFF> [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN] [OPTOUT] "
                            + "[NOLOOP]",
                    "6.0.0")
            .summary("Turns this connection's invalidation messages on or off.")
            .complexity("O(1). Some options may introduce additional complexity.")
            .groups("status")
            .build();

    static final CommandSpec TRACKINGINFO = own("TRACKINGINFO", "6.2.0")
            .summary("Tells how invalidation messages are set up for this connection.")
            .build();

    private final Executor executor;
    private final Sessions sessions;
    private final Tracker tracker;

    /** Creates the commands. */
    @Activate
    public TrackingCommands(@Reference Executor executor, @Reference Sessions sessions, @Reference Tracker tracker) {
        this.executor = executor;
        this.sessions = sessions;
        this.tracker = tracker;
    }

    private static CommandSpec.Builder own(String syntax, String since) {
        return CLIENT.subcommand(syntax)
                .since(since)
                .complexity("O(1)")
                .flags(CommandFlag.NOSCRIPT, CommandFlag.LOADING, CommandFlag.STALE, CommandFlag.SENTINEL);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(CACHING, this::caching)
                .add(GETREDIR, call -> call.reply().integer(Tracking.redirect(self(call))))
                .add(TRACKING, this::tracking)
                .add(TRACKINGINFO, this::trackinginfo)
                .build();
    }

    private Session self(Call call) {
        Session session = executor.session(call);
        if (session == null) {
            throw NO_CLIENT.exception();
        }
        return session;
    }

    // TRACKING

    void tracking(Call call) {
        Session session = self(call);
        long redirect = 0;
        boolean broadcast = false;
        boolean optIn = false;
        boolean optOut = false;
        boolean noLoop = false;
        List<byte[]> prefixes = new ArrayList<>();
        for (int i = 3; i < call.count(); i++) {
            boolean more = i + 1 < call.count();
            if (call.is(i, REDIRECT) && more) {
                if (redirect != 0) {
                    throw TWO_REDIRECTS.exception();
                }
                redirect = call.asLong(++i);
                if (sessions.byId(redirect) == null) {
                    throw NO_REDIRECT.exception();
                }
            } else if (call.is(i, BCAST)) {
                broadcast = true;
            } else if (call.is(i, OPTIN)) {
                optIn = true;
            } else if (call.is(i, OPTOUT)) {
                optOut = true;
            } else if (call.is(i, NOLOOP)) {
                noLoop = true;
            } else if (call.is(i, PREFIX) && more) {
                prefixes.add(call.copy(++i));
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (call.is(2, OFF)) {
            tracker.disable(session);
        } else if (call.is(2, ON)) {
            Tracking before = session.get(Tracking.SLOT);
            boolean broadcasting = session.is(SessionFlag.TRACKING_BCAST);
            if (!broadcast && !prefixes.isEmpty()) {
                throw PREFIX_ALONE.exception();
            }
            if (before != null && broadcasting != broadcast) {
                throw OTHER_MODE.exception();
            }
            if (broadcast && (optIn || optOut)) {
                throw OPTION_WITH_BCAST.exception();
            }
            if (optIn && optOut) {
                throw BOTH_OPTIONS.exception();
            }
            if (before != null
                    && (optIn && before.choice() == Choice.OPT_OUT || optOut && before.choice() == Choice.OPT_IN)) {
                throw OTHER_OPTION.exception();
            }
            Choice choice = optIn ? Choice.OPT_IN : optOut ? Choice.OPT_OUT : Choice.ALL;
            List<byte[]> all = broadcast ? broadcastPrefixes(before, prefixes) : List.of();
            tracker.enable(session, new Tracking(redirect, choice, noLoop, all), broadcast);
        } else {
            throw CommandError.SYNTAX.exception();
        }
        call.reply().ok();
    }

    /** The prefixes there were and those that come to them; refuses any that overlap. */
    private static List<byte[]> broadcastPrefixes(@Nullable Tracking before, List<byte[]> more) {
        List<byte[]> all = new ArrayList<>();
        if (before != null) {
            all.addAll(before.prefixes());
        }
        for (int i = 0; i < more.size(); i++) {
            byte[] prefix = more.get(i);
            if (before != null) {
                for (byte[] known : before.prefixes()) {
                    refuseOverlap(prefix, known, "an existing prefix");
                }
            }
            for (byte[] other : more.subList(i + 1, more.size())) {
                refuseOverlap(prefix, other, "another provided prefix");
            }
        }
        all.addAll(more);
        if (more.isEmpty() && all.stream().noneMatch(prefix -> prefix.length == 0)) {
            all.add(new byte[0]);
        }
        return all;
    }

    private static void refuseOverlap(byte[] one, byte[] other, String what) {
        int length = Math.min(one.length, other.length);
        if (Arrays.equals(one, 0, length, other, 0, length)) {
            throw CommandError.of("ERR Prefix '" + latin(one) + "' overlaps with " + what + " '" + latin(other)
                            + "'. Prefixes for a single client must not overlap.")
                    .exception();
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    // CACHING

    void caching(Call call) {
        Tracking own = self(call).get(Tracking.SLOT);
        if (own == null) {
            throw NOT_TRACKING.exception();
        }
        if (call.is(2, YES)) {
            if (own.choice() != Choice.OPT_IN) {
                throw NOT_OPTIN.exception();
            }
        } else if (call.is(2, NO)) {
            if (own.choice() != Choice.OPT_OUT) {
                throw NOT_OPTOUT.exception();
            }
        } else {
            throw CommandError.SYNTAX.exception();
        }
        own.announced(true);
        call.reply().ok();
    }

    // TRACKINGINFO

    void trackinginfo(Call call) {
        Session session = self(call);
        Tracking own = session.get(Tracking.SLOT);
        List<String> flags = new ArrayList<>();
        flags.add(own == null ? "off" : "on");
        if (session.is(SessionFlag.TRACKING_BCAST)) {
            flags.add("bcast");
        }
        if (own != null && own.choice() != Choice.ALL) {
            boolean in = own.choice() == Choice.OPT_IN;
            flags.add(in ? "optin" : "optout");
            if (own.announced()) {
                flags.add(in ? "caching-yes" : "caching-no");
            }
        }
        if (own != null && own.noLoop()) {
            flags.add("noloop");
        }
        if (session.is(SessionFlag.TRACKING_BROKEN)) {
            flags.add("broken_redirect");
        }
        Reply reply = call.reply();
        reply.map(3);
        reply.bulk("flags");
        reply.set(flags.size());
        flags.forEach(reply::bulk);
        reply.bulk("redirect");
        reply.integer(Tracking.redirect(session));
        reply.bulk("prefixes");
        List<byte[]> prefixes = own == null ? List.of() : own.prefixes();
        reply.array(prefixes.size());
        prefixes.forEach(reply::bulk);
    }
}
