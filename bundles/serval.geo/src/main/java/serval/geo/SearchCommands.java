package serval.geo;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.Reply;
import serval.sdk.value.BuiltinTypes;
import serval.sdk.value.SortedSetValue;

/** GEOSEARCH and its store, and GEORADIUS with its relatives: places that are near others. */
@Component
public final class SearchCommands implements CommandFamily {
    private static final String UNIT = "<M | KM | FT | MI>";
    private static final String RADIUS_OPTIONS = " [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] [ASC | DESC]";
    private static final String STORE_OPTIONS = " [STORE key | STOREDIST key]";
    private static final String SHAPE = " <FROMMEMBER member | FROMLONLAT longitude latitude>"
            + " <BYRADIUS radius " + UNIT + " | BYBOX width height " + UNIT + ">"
            + " [ASC | DESC] [COUNT count [ANY]]";
    private static final String COMPLEXITY =
            "O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the shape"
                    + " provided as the filter and M is the number of items inside the shape";
    private static final String RADIUS_COMPLEXITY =
            "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by"
                    + " center and radius and M is the number of items inside the index.";

    static final CommandSpec GEOSEARCH = command("GEOSEARCH key" + SHAPE + " [WITHCOORD] [WITHDIST] [WITHHASH]")
            .summary("Tells the places inside a circle or a box.")
            .group("geo")
            .since("6.2.0")
            .complexity(COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("from", "fromlonlat", "by", "circle", "unit", "box", "unit", "order", "count-block")
            .changed("7.0.0", "Units in capitals.")
            .build();

    static final CommandSpec GEOSEARCHSTORE = command("GEOSEARCHSTORE destination source" + SHAPE + " [STOREDIST]")
            .summary("Stores the places inside a circle or a box in a key.")
            .group("geo")
            .since("6.2.0")
            .complexity(COMPLEXITY)
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .keys(RO, ACCESS)
            .groups("from", "fromlonlat", "by", "circle", "unit", "box", "unit", "order", "count-block")
            .changed("7.0.0", "Units in capitals.")
            .build();

    static final CommandSpec GEORADIUS = command(
                    "GEORADIUS key longitude latitude radius " + UNIT + RADIUS_OPTIONS + STORE_OPTIONS)
            .summary("Tells or stores the places inside a circle around a place.")
            .group("geo")
            .since("3.2.0")
            .complexity(RADIUS_COMPLEXITY)
            .flags(WRITE, DENYOOM)
            .keys(RO, ACCESS)
            .keys(OW, UPDATE)
            .keys(OW, UPDATE)
            .groups("unit", "count-block", "order", "store")
            .argumentSince("ANY", "6.2.0")
            .name("STORE", "storekey")
            .name("STOREDIST", "storedistkey")
            .changed("6.2.0", "ANY.")
            .changed("7.0.0", "Units in capitals.")
            .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument")
            .build();

    static final CommandSpec GEORADIUS_RO = command(
                    "GEORADIUS_RO key longitude latitude radius " + UNIT + RADIUS_OPTIONS)
            .summary("Tells the places inside a circle around a place.")
            .group("geo")
            .since("3.2.10")
            .complexity(RADIUS_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("unit", "count-block", "order")
            .argumentSince("ANY", "6.2.0")
            .changed("6.2.0", "ANY.")
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument")
            .build();

    static final CommandSpec GEORADIUSBYMEMBER = command(
                    "GEORADIUSBYMEMBER key member radius " + UNIT + RADIUS_OPTIONS + STORE_OPTIONS)
            .summary("Tells or stores the places inside a circle around a member's.")
            .group("geo")
            .since("3.2.0")
            .complexity(RADIUS_COMPLEXITY)
            .flags(WRITE, DENYOOM)
            .keys(RO, ACCESS)
            .keys(OW, UPDATE)
            .keys(OW, UPDATE)
            .groups("unit", "count-block", "order", "store")
            .name("STORE", "storekey")
            .name("STOREDIST", "storedistkey")
            .changed("7.0.0", "Units in capitals.")
            .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .build();

    static final CommandSpec GEORADIUSBYMEMBER_RO = command(
                    "GEORADIUSBYMEMBER_RO key member radius " + UNIT + RADIUS_OPTIONS)
            .summary("Tells the places inside a circle around a member's.")
            .group("geo")
            .since("3.2.10")
            .complexity(RADIUS_COMPLEXITY)
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("unit", "count-block", "order")
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .build();

    private static final Comparator<Found> NEAREST_FIRST =
            (one, other) -> one.distance() < other.distance() ? -1 : one.distance() > other.distance() ? 1 : 0;

    private final BuiltinTypes types;

    /** Creates the family with the types that serve. */
    @Activate
    public SearchCommands(@Reference BuiltinTypes types) {
        this.types = types;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GEOSEARCH, call -> search(call, 1, SearchRequest.Form.SEARCH, false))
                .add(GEOSEARCHSTORE, call -> search(call, 2, SearchRequest.Form.STORE, true))
                .add(GEORADIUS, call -> search(call, 1, SearchRequest.Form.AROUND_PLACE, true))
                .add(GEORADIUS_RO, call -> search(call, 1, SearchRequest.Form.AROUND_PLACE, false))
                .add(GEORADIUSBYMEMBER, call -> search(call, 1, SearchRequest.Form.AROUND_MEMBER, true))
                .add(GEORADIUSBYMEMBER_RO, call -> search(call, 1, SearchRequest.Form.AROUND_MEMBER, false))
                .build();
    }

    private void search(Call call, int source, SearchRequest.Form form, boolean mayStore) {
        SortedSetValue set = call.key(source).read(types.sortedSet());
        SearchRequest request = new SearchRequest(call, set, form, mayStore);
        List<Found> found =
                set == null ? new ArrayList<>() : Search.find(set, request.shape, request.any ? request.count : 0);
        switch (request.order) {
            case ASCENDING -> found.sort(NEAREST_FIRST);
            case DESCENDING -> found.sort(NEAREST_FIRST.reversed());
            case NONE -> {}
        }
        if (request.count > 0 && found.size() > request.count) {
            found = found.subList(0, (int) request.count);
        }
        if (request.storeAt > 0) {
            store(call, request, found, form.isSearch() ? "geosearchstore" : "georadiusstore");
        } else {
            reply(call.reply(), request, found);
        }
    }

    private static void reply(Reply reply, SearchRequest request, List<Found> found) {
        int options = (request.distances ? 1 : 0) + (request.hashes ? 1 : 0) + (request.coordinates ? 1 : 0);
        reply.array(found.size());
        for (Found one : found) {
            if (options > 0) {
                reply.array(options + 1);
            }
            reply.bulk(one.member());
            if (request.distances) {
                Words.distance(reply, one.distance() / request.shape.unit);
            }
            if (request.hashes) {
                reply.integer((long) one.score());
            }
            if (request.coordinates) {
                Words.place(reply, one.longitude(), one.latitude());
            }
        }
    }

    private void store(Call call, SearchRequest request, List<Found> found, String event) {
        Key key = call.key(request.storeAt);
        if (!found.isEmpty()) {
            SortedSetValue result = types.sortedSet().empty();
            for (Found one : found) {
                double score = request.storesDistances ? one.distance() / request.shape.unit : one.score();
                result.put(one.member(), 0, one.member().length, score);
            }
            key.put(result);
            key.changed(EventClass.ZSET, event);
            if (found.size() > 1) {
                call.effects().dirty(found.size() - 1);
            }
        } else if (key.remove(false)) {
            key.changed(EventClass.GENERIC, "del");
        }
        call.reply().integer(found.size());
    }
}
