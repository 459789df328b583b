package serval.geo;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.type.ValueType;
import serval.sdk.value.BuiltinTypes;
import serval.sdk.value.SortedSetValue;

/** GEOADD, GEODIST, GEOHASH and GEOPOS: places that are named. */
@Component
public final class GeoCommands implements CommandFamily {
    static final CommandSpec GEOADD = command(
                    "GEOADD key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]")
            .summary("Adds places to a sorted set, or moves those that are there.")
            .group("geo")
            .since("3.2.0")
            .complexity("O(log(N)) for each item added, where N is the number of elements in the sorted set.")
            .flags(WRITE, DENYOOM)
            .keys(RW, UPDATE)
            .groups("condition", "data")
            .argumentSince("condition", "6.2.0")
            .argumentSince("CH", "6.2.0")
            .changed("6.2.0", "CH, NX and XX.")
            .build();

    static final CommandSpec GEODIST = command("GEODIST key member1 member2 [M | KM | FT | MI]")
            .summary("Tells the distance of two places.")
            .group("geo")
            .since("3.2.0")
            .complexity("O(1)")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec GEOHASH = command("GEOHASH key [member [member ...]]")
            .summary("Tells geohashes of places, as other systems write them.")
            .group("geo")
            .since("3.2.0")
            .complexity("O(1) for each member requested.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec GEOPOS = command("GEOPOS key [member [member ...]]")
            .summary("Tells longitudes and latitudes of places.")
            .group("geo")
            .since("3.2.0")
            .complexity("O(1) for each member requested.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    private static final Token NX = Token.of("NX");
    private static final Token XX = Token.of("XX");
    private static final Token CH = Token.of("CH");
    private static final byte[] ADD = Ascii.bytes("zadd");

    private final BuiltinTypes types;

    /** Creates the family with the types that serve. */
    @Activate
    public GeoCommands(@Reference BuiltinTypes types) {
        this.types = types;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GEOADD, this::geoadd)
                .add(GEODIST, this::geodist)
                .add(GEOHASH, this::geohash)
                .add(GEOPOS, this::geopos)
                .build();
    }

    void geoadd(Call call) {
        boolean onlyNew = false;
        boolean onlyOld = false;
        boolean countChanges = false;
        int first = 2;
        for (; first < call.count(); first++) {
            if (call.is(first, NX)) {
                onlyNew = true;
            } else if (call.is(first, XX)) {
                onlyOld = true;
            } else if (call.is(first, CH)) {
                countChanges = true;
            } else {
                break;
            }
        }
        int words = call.count() - first;
        if (words == 0 || words % 3 != 0 || onlyNew && onlyOld) {
            throw CommandError.SYNTAX.exception();
        }
        long[] cells = new long[words / 3];
        for (int i = 0; i < cells.length; i++) {
            int at = first + i * 3;
            cells[i] = Cell.at(Words.longitude(call, at), call.asDouble(at + 1), Cell.STEPS);
        }
        Key key = call.key(1);
        ValueType<? extends SortedSetValue> type = types.sortedSet();
        SortedSetValue set = key.update(type);
        if (set == null && !onlyOld) {
            set = key.updateOrCreate(type);
        }
        int added = 0;
        int moved = 0;
        for (int i = 0; set != null && i < cells.length; i++) {
            ByteSlice member = call.slice(first + i * 3 + 2);
            double before = set.score(member.array(), member.offset(), member.length());
            boolean isNew = Double.isNaN(before);
            if (isNew ? onlyOld : onlyNew || before == cells[i]) {
                continue;
            }
            set.put(member.array(), member.offset(), member.length(), cells[i]);
            added += isNew ? 1 : 0;
            moved += isNew ? 0 : 1;
        }
        if (added + moved > 0) {
            key.changed(EventClass.ZSET, "zadd");
            if (added + moved > 1) {
                call.effects().dirty(added + moved - 1);
            }
            if (call.effects().areWanted()) {
                call.effects().replaceWith(asAddition(call, first, cells));
            }
        }
        call.reply().integer(countChanges ? added + moved : added);
    }

    /** The ZADD that does the same. */
    private static byte[][] asAddition(Call call, int first, long[] cells) {
        byte[][] command = new byte[first + cells.length * 2][];
        command[0] = ADD;
        for (int i = 1; i < first; i++) {
            command[i] = call.copy(i);
        }
        for (int i = 0; i < cells.length; i++) {
            command[first + i * 2] = Longs.toBytes(cells[i]);
            command[first + i * 2 + 1] = call.copy(first + i * 3 + 2);
        }
        return command;
    }

    void geodist(Call call) {
        if (call.count() > 5) {
            throw CommandError.SYNTAX.exception();
        }
        double unit = call.count() == 5 ? Words.unit(call, 4) : 1;
        SortedSetValue set = call.key(1).read(types.sortedSet());
        double from = score(call, set, 2);
        double to = score(call, set, 3);
        if (Double.isNaN(from) || Double.isNaN(to)) {
            call.reply().nil();
            return;
        }
        double metres =
                Earth.distance(Cell.longitude(from), Cell.latitude(from), Cell.longitude(to), Cell.latitude(to));
        Words.distance(call.reply(), metres / unit);
    }

    void geohash(Call call) {
        SortedSetValue set = call.key(1).read(types.sortedSet());
        Reply reply = call.reply();
        reply.array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            double score = score(call, set, i);
            if (Double.isNaN(score)) {
                reply.nil();
            } else {
                reply.bulk(Cell.text(score));
            }
        }
    }

    void geopos(Call call) {
        SortedSetValue set = call.key(1).read(types.sortedSet());
        Reply reply = call.reply();
        reply.array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            double score = score(call, set, i);
            if (Double.isNaN(score)) {
                reply.nilArray();
            } else {
                Words.place(reply, Cell.longitude(score), Cell.latitude(score));
            }
        }
    }

    /** The score of the member that an argument names; NaN if there is none. */
    static double score(Call call, @Nullable SortedSetValue set, int index) {
        ByteSlice member = call.slice(index);
        return set == null ? Double.NaN : set.score(member.array(), member.offset(), member.length());
    }
}
