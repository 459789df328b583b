package serval.connection;

import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.session.Sessions;

/** CLIENT TRACKING and its kin on a server that cannot track: everything is off, and cannot be turned on. */
final class ClientTracking {
    private static final Token ON = Token.of("ON");
    private static final Token OFF = Token.of("OFF");
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
    private static final CommandError OPTION_WITH_BCAST =
            CommandError.of("ERR OPTIN and OPTOUT are not compatible with BCAST");
    private static final CommandError BOTH_OPTIONS =
            CommandError.of("ERR You can't specify both OPTIN mode and OPTOUT mode");
    private static final CommandError ABSENT =
            CommandError.of("ERR client side caching needs the module serval.tracking, which is not installed");
    private static final CommandError NOT_TRACKING = CommandError.of("ERR CLIENT CACHING can be called only when the "
            + "client is in tracking mode with OPTIN or OPTOUT mode enabled");

    private ClientTracking() {}

    static void tracking(Call call, Sessions sessions) {
        long redirect = 0;
        boolean prefix = false;
        boolean broadcast = false;
        boolean optIn = false;
        boolean optOut = false;
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
            } else if (call.is(i, PREFIX) && more) {
                prefix = true;
                i++;
            } else if (!call.is(i, NOLOOP)) {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (call.is(2, OFF)) {
            call.reply().ok();
            return;
        }
        if (!call.is(2, ON)) {
            throw CommandError.SYNTAX.exception();
        }
        if (prefix && !broadcast) {
            throw PREFIX_ALONE.exception();
        }
        if (broadcast && (optIn || optOut)) {
            throw OPTION_WITH_BCAST.exception();
        }
        if (optIn && optOut) {
            throw BOTH_OPTIONS.exception();
        }
        throw ABSENT.exception();
    }

    static void caching(Call call) {
        throw NOT_TRACKING.exception();
    }

    static void getredir(Call call) {
        call.reply().integer(-1);
    }

    static void trackinginfo(Call call) {
        Reply reply = call.reply();
        reply.map(3);
        reply.bulk("flags");
        reply.set(1);
        reply.bulk("off");
        reply.bulk("redirect");
        reply.integer(-1);
        reply.bulk("prefixes");
        reply.array(0);
    }
}
