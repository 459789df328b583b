package serval.keys;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.LONG;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFinder;
import serval.sdk.command.KeyFlag;
import serval.sdk.command.KeySpec;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.value.BuiltinTypes;
import serval.sdk.value.ListValue;
import serval.spi.gate.GateCall;
import serval.spi.gate.Origin;

/** SORT and SORT_RO. */
@Component
public final class SortCommands implements CommandFamily {
    private static final KeySpec PATTERNS = unknown(
            "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key "
                    + "we sort",
            RO,
            ACCESS);

    static final CommandSpec SORT = declare(
                    "SORT key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] "
                            + "[ASC | DESC] [ALPHA] [STORE destination]")
            .summary("Sorts the elements of a list, set or sorted set, and may store them.")
            .since("1.0.0")
            .flags(WRITE, DENYOOM, LONG)
            .keySpec(unknown(
                    "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the "
                            + "argument array",
                    OW,
                    UPDATE))
            .argumentKeySpec("destination", 2)
            .keyFinder(SortCommands::findKeys)
            .build();

    static final CommandSpec SORT_RO = declare("SORT_RO key [BY pattern] [LIMIT offset count] "
                    + "[GET pattern [GET pattern ...]] [ASC | DESC] [ALPHA]")
            .summary("Tells the elements of a list, set or sorted set in order.")
            .since("7.0.0")
            .flags(READONLY, LONG)
            .keyFinder((arguments, found) -> found.key(1, RO, ACCESS))
            .build();

    private static final CommandError NO_SCORES =
            CommandError.of("ERR One or more scores can't be converted into double");

    private static final byte[] NOTHING = {};

    private final BuiltinTypes types;

    /** Creates the commands. */
    @Activate
    public SortCommands(@Reference BuiltinTypes types) {
        this.types = types;
    }

    private static CommandSpec.Builder declare(String syntax) {
        return CommandSpec.command(syntax)
                .group("generic")
                .complexity(
                        "O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of "
                                + "returned elements. When the elements are not sorted, complexity is O(N).")
                .categories("set", "sortedset", "list", "dangerous", "-keyspace")
                .keySpec(new KeySpec(
                        new KeySpec.Begin.Index(1), new KeySpec.Find.Range(0, 1, 0), Set.of(RO, ACCESS), null))
                .keySpec(PATTERNS);
    }

    private static KeySpec unknown(String notes, KeyFlag... flags) {
        return new KeySpec(new KeySpec.Begin.Unknown(), new KeySpec.Find.Unknown(), Set.of(flags), notes);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SORT, call -> sort(call, true))
                .add(SORT_RO, call -> sort(call, false))
                .build();
    }

    /** The last STORE counts, and words that belong to other options are none. */
    private static void findKeys(KeyFinder.Arguments arguments, KeyFinder.Positions found) {
        found.key(1, RO, ACCESS);
        int stored = 0;
        for (int i = 2; i < arguments.count(); i++) {
            ByteSlice word = arguments.slice(i);
            if (spells(word, "limit")) {
                i += 2;
            } else if (spells(word, "get") || spells(word, "by")) {
                i++;
            } else if (spells(word, "store") && i + 1 < arguments.count()) {
                stored = ++i;
            }
        }
        if (stored > 0) {
            found.key(stored, OW, UPDATE);
        }
    }

    private static boolean spells(ByteSlice word, String name) {
        return Ascii.equalsIgnoreCase(word.array(), word.offset(), word.length(), name);
    }

    private void sort(Call call, boolean mayStore) {
        SortRequest request = SortRequest.of(call, mayStore);
        Key key = call.key(1);
        key.touch();
        SortSource source = SortSource.of(key, types);
        SortPatterns patterns = new SortPatterns(call.keys(), types);
        // The order of a set is nobody's business, but what is stored or a script goes by must be the same everywhere.
        boolean leavesOrder =
                request.destination > 0 || call instanceof GateCall inner && inner.origin() == Origin.NESTED;
        boolean settled = source.isSet() && !request.isSorted() && leavesOrder;
        boolean sorted = request.isSorted() || settled;
        SortWindow window = SortWindow.of(source.size(), request.offset, request.count);
        List<SortElement> elements;
        if (sorted) {
            elements = source.all(call);
            SortOrder order =
                    new SortOrder(settled ? null : request.by, request.isAlpha || settled, request.isDescending);
            if (!order.sort(elements, patterns, call)) {
                throw NO_SCORES.exception();
            }
            elements = elements.subList(window.from(), window.to());
        } else {
            elements = source.window(window, request.isDescending, call);
        }
        if (request.destination > 0) {
            store(call, request, elements, patterns);
        } else {
            answer(call, request, elements, patterns);
        }
    }

    private static void answer(Call call, SortRequest request, List<SortElement> elements, SortPatterns patterns) {
        Reply reply = call.reply();
        List<byte[]> gets = request.gets;
        reply.array((long) elements.size() * Math.max(1, gets.size()));
        for (SortElement element : elements) {
            call.checkpoint();
            if (gets.isEmpty()) {
                reply.bulk(element.bytes);
            }
            for (byte[] get : gets) {
                byte[] value = patterns.get(get, element.bytes);
                if (value == null) {
                    reply.nil();
                } else {
                    reply.bulk(value);
                }
            }
        }
    }

    private void store(Call call, SortRequest request, List<SortElement> elements, SortPatterns patterns) {
        Key destination = call.key(request.destination);
        ListValue list = types.list().empty();
        for (SortElement element : elements) {
            call.checkpoint();
            if (request.gets.isEmpty()) {
                list.append(element.bytes, 0, element.bytes.length);
            }
            for (byte[] get : request.gets) {
                byte[] found = patterns.get(get, element.bytes);
                byte[] value = found == null ? NOTHING : found;
                list.append(value, 0, value.length);
            }
        }
        long size = list.size();
        if (size > 0) {
            destination.put(list);
            destination.changed(EventClass.LIST, "sortstore");
            call.effects().dirty(size - 1);
        } else if (destination.remove(false)) {
            destination.changed(EventClass.GENERIC, "del");
        }
        call.reply().integer(size);
    }
}
