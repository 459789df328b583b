package serval.geo;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.value.SortedSetValue;

/** What a search asks for, read from its arguments. */
final class SearchRequest {
    /** The ways in which commands tell what to search. */
    enum Form {
        /** A place, a radius, and options. */
        AROUND_PLACE(6),
        /** A member, a radius, and options. */
        AROUND_MEMBER(5),
        /** Everything by options. */
        SEARCH(2),
        /** As {@link #SEARCH}, behind the key to store in. */
        STORE(3);

        /** Where options begin. */
        final int options;

        Form(int options) {
            this.options = options;
        }

        boolean isSearch() {
            return this == SEARCH || this == STORE;
        }
    }

    /** In which order members are told. */
    enum Order {
        NONE,
        ASCENDING,
        DESCENDING
    }

    private static final CommandError NO_MEMBER = CommandError.of("ERR could not decode requested zset member");
    private static final CommandError NO_COUNT = CommandError.of("ERR COUNT must be > 0");
    private static final CommandError ANY_OF_WHAT = CommandError.of("ERR the ANY argument requires COUNT argument");
    private static final Token WITHDIST = Token.of("WITHDIST");
    private static final Token WITHHASH = Token.of("WITHHASH");
    private static final Token WITHCOORD = Token.of("WITHCOORD");
    private static final Token ANY = Token.of("ANY");
    private static final Token ASC = Token.of("ASC");
    private static final Token DESC = Token.of("DESC");
    private static final Token COUNT = Token.of("COUNT");
    private static final Token STORE = Token.of("STORE");
    private static final Token STOREDIST = Token.of("STOREDIST");
    private static final Token FROMMEMBER = Token.of("FROMMEMBER");
    private static final Token FROMLONLAT = Token.of("FROMLONLAT");
    private static final Token BYRADIUS = Token.of("BYRADIUS");
    private static final Token BYBOX = Token.of("BYBOX");

    final Shape shape = new Shape();
    boolean distances;
    boolean hashes;
    boolean coordinates;
    boolean any;
    long count;
    Order order = Order.NONE;
    /** The argument that names the key to store in; 0 for none. */
    int storeAt;

    boolean storesDistances;

    private final Form form;
    private final boolean mayStore;
    private boolean fromMember;
    private boolean fromPlace;
    private boolean byRadius;
    private boolean byBox;

    /**
     * Reads the arguments.
     *
     * @param set the sorted set that is searched, or null if there is none
     * @param mayStore whether STORE and STOREDIST are allowed
     */
    SearchRequest(Call call, @Nullable SortedSetValue set, Form form, boolean mayStore) {
        this.form = form;
        this.mayStore = mayStore;
        if (form == Form.AROUND_PLACE) {
            place(call, 2);
            Words.circle(call, 4, shape);
        } else if (form == Form.AROUND_MEMBER && set != null) {
            member(call, set, 2);
            Words.circle(call, 3, shape);
        } else if (form == Form.STORE) {
            storeAt = 1;
        }
        for (int i = form.options; i < call.count(); ) {
            i += option(call, set, i);
        }
        check(call);
    }

    private void place(Call call, int index) {
        shape.longitude = Words.longitude(call, index);
        shape.latitude = call.asDouble(index + 1);
    }

    private void member(Call call, SortedSetValue set, int index) {
        double score = GeoCommands.score(call, set, index);
        if (Double.isNaN(score)) {
            throw NO_MEMBER.exception();
        }
        shape.longitude = Cell.longitude(score);
        shape.latitude = Cell.latitude(score);
    }

    /** Reads an option; returns how many words it has. */
    private int option(Call call, @Nullable SortedSetValue set, int at) {
        int behind = call.count() - at - 1;
        if (call.is(at, WITHDIST)) {
            distances = true;
        } else if (call.is(at, WITHHASH)) {
            hashes = true;
        } else if (call.is(at, WITHCOORD)) {
            coordinates = true;
        } else if (call.is(at, ANY)) {
            any = true;
        } else if (call.is(at, ASC)) {
            order = Order.ASCENDING;
        } else if (call.is(at, DESC)) {
            order = Order.DESCENDING;
        } else if (call.is(at, COUNT) && behind >= 1) {
            count = call.asLong(at + 1);
            if (count <= 0) {
                throw NO_COUNT.exception();
            }
            return 2;
        } else if (form == Form.STORE && call.is(at, STOREDIST)) {
            storesDistances = true;
        } else if (form.isSearch()) {
            return searchOption(call, set, at, behind);
        } else if (mayStore && behind >= 1 && (call.is(at, STORE) || call.is(at, STOREDIST))) {
            storeAt = at + 1;
            storesDistances = call.is(at, STOREDIST);
            return 2;
        } else {
            throw CommandError.SYNTAX.exception();
        }
        return 1;
    }

    private int searchOption(Call call, @Nullable SortedSetValue set, int at, int behind) {
        if (call.is(at, FROMMEMBER) && behind >= 1 && !fromPlace) {
            if (set != null) {
                member(call, set, at + 1);
            }
            fromMember = true;
            return 2;
        }
        if (call.is(at, FROMLONLAT) && behind >= 2 && !fromMember) {
            place(call, at + 1);
            fromPlace = true;
            return 3;
        }
        if (call.is(at, BYRADIUS) && behind >= 2 && !byBox) {
            Words.circle(call, at + 1, shape);
            byRadius = true;
            return 3;
        }
        if (call.is(at, BYBOX) && behind >= 3 && !byRadius) {
            Words.box(call, at + 1, shape);
            byBox = true;
            return 4;
        }
        throw CommandError.SYNTAX.exception();
    }

    private void check(Call call) {
        if (storeAt > 0 && (distances || hashes || coordinates)) {
            throw CommandError.of("ERR " + (form == Form.STORE ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")
                            + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options")
                    .exception();
        }
        if (form.isSearch() && !fromMember && !fromPlace) {
            throw exactlyOne("FROMMEMBER or FROMLONLAT", call);
        }
        if (form.isSearch() && !byRadius && !byBox) {
            throw exactlyOne("BYRADIUS and BYBOX", call);
        }
        if (any && count == 0) {
            throw ANY_OF_WHAT.exception();
        }
        if (count > 0 && order == Order.NONE && !any) {
            order = Order.ASCENDING;
        }
    }

    private static CommandException exactlyOne(String options, Call call) {
        return CommandError.of("ERR exactly one of " + options + " can be specified for " + call.text(0))
                .exception();
    }
}
