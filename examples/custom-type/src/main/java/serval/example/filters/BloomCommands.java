package serval.example.filters;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.module.Module;
import serval.sdk.module.SelfTest;
import serval.sdk.reply.CommandError;

/** The BF commands. */
@Component(service = {CommandFamily.class, Module.class})
public final class BloomCommands implements CommandFamily, Module {
    static final CommandSpec RESERVE =
            write("BF.RESERVE key error_rate capacity [EXPANSION expansion] [NONSCALING]", "Creates a Bloom filter.");
    static final CommandSpec ADD = write("BF.ADD key item", "Adds an item to a Bloom filter.");
    static final CommandSpec MADD = write("BF.MADD key item [item ...]", "Adds items to a Bloom filter.");
    static final CommandSpec INSERT = write(
            "BF.INSERT key [CAPACITY capacity] [ERROR error] [EXPANSION expansion] [NOCREATE] [NONSCALING] ITEMS item [item ...]",
            "Adds items to a Bloom filter, which is created as told if it is missing.");
    static final CommandSpec EXISTS = read("BF.EXISTS key item", "Tells whether an item may be in a Bloom filter.");
    static final CommandSpec MEXISTS =
            read("BF.MEXISTS key item [item ...]", "Tells which items may be in a Bloom filter.");
    static final CommandSpec INFO =
            read("BF.INFO key [CAPACITY | SIZE | FILTERS | ITEMS | EXPANSION]", "Describes a Bloom filter.");
    static final CommandSpec CARD = read("BF.CARD key", "Counts the items added to a Bloom filter.");
    static final CommandSpec SCANDUMP = read("BF.SCANDUMP key iterator", "Gives a Bloom filter piece by piece.");
    static final CommandSpec LOADCHUNK = write("BF.LOADCHUNK key iterator data", "Takes a piece of a Bloom filter.");

    /** How often the self-test calls what clients call all the time. */
    private static final int OFTEN = 400;

    static final Token EXPANSION = Token.of("EXPANSION");
    private static final Token NONSCALING = Token.of("NONSCALING");
    static final Token CAPACITY = Token.of("CAPACITY");
    private static final Token ERROR = Token.of("ERROR");
    static final Token NOCREATE = Token.of("NOCREATE");
    static final Token ITEMS = Token.of("ITEMS");
    private static final Token SIZE = Token.of("SIZE");
    private static final Token FILTERS = Token.of("FILTERS");

    static final CommandError EXISTS_ALREADY = CommandError.of("ERR item exists");
    static final CommandError NOT_FOUND = CommandError.of("ERR not found");
    static final CommandError NOT_CREATED = CommandError.of("ERR could not create filter");
    static final CommandError UNKNOWN_ARGUMENT = CommandError.of("Unknown argument received");
    private static final CommandError BAD_RATE = CommandError.of("ERR bad error rate");
    private static final CommandError RATE_RANGE =
            CommandError.of("ERR error rate must be in the range (0.000000, 1.000000)");
    private static final CommandError BAD_CAPACITY = CommandError.of("ERR bad capacity");
    private static final CommandError CAPACITY_RANGE =
            CommandError.of("ERR capacity must be in the range [1, 1073741824]");
    private static final CommandError NO_EXPANSION = CommandError.of("ERR no expansion");
    private static final CommandError BAD_EXPANSION = CommandError.of("ERR bad expansion");
    private static final CommandError EXPANSION_RANGE =
            CommandError.of("ERR expansion must be in the range [0, 32768]");
    private static final CommandError CANNOT_EXPAND = CommandError.of("Nonscaling filters cannot expand");
    private static final CommandError INSERT_CAPACITY = CommandError.of("Bad capacity");
    private static final CommandError INSERT_RATE = CommandError.of("Bad error rate");
    private static final CommandError INSERT_EXPANSION = CommandError.of("Bad expansion");
    private static final CommandError FULL = CommandError.of("ERR non scaling filter is full");
    private static final CommandError PROBLEM = CommandError.of("ERR problem inserting into filter");
    private static final CommandError BAD_FIELD = CommandError.of("Invalid information value");
    private static final CommandError DUMP_POSITION = CommandError.of("Second argument must be numeric");
    private static final CommandError LOAD_POSITION = CommandError.of("ERR Second argument must be numeric");
    private static final CommandError BAD_DATA = CommandError.of("ERR received bad data");
    private static final CommandError NO_LINK = CommandError.of("ERR invalid offset - no link found");
    private static final CommandError TOO_BIG = CommandError.of("ERR invalid chunk - Too big for current filter");

    private static final int MOST_EXPANSION = 32768;

    private final FilterDirectives directives;

    /** Takes the defaults. */
    @Activate
    public BloomCommands(@Reference FilterDirectives directives) {
        this.directives = directives;
    }

    private static CommandSpec write(String syntax, String summary) {
        return CommandSpec.command(syntax)
                .summary(summary)
                .since("1.0.0")
                .flags(WRITE, DENYOOM)
                .keys(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE)
                .build();
    }

    private static CommandSpec read(String syntax, String summary) {
        return CommandSpec.command(syntax)
                .summary(summary)
                .since("1.0.0")
                .flags(READONLY, FAST)
                .keys(KeyFlag.RO, KeyFlag.ACCESS)
                .build();
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(RESERVE, this::reserve)
                .add(ADD, this::add)
                .add(MADD, this::madd)
                .add(INSERT, this::insert)
                .add(EXISTS, this::exists)
                .add(MEXISTS, this::mexists)
                .add(INFO, this::info)
                .add(CARD, this::card)
                .add(SCANDUMP, this::scandump)
                .add(LOADCHUNK, this::loadchunk)
                .build();
    }

    /** How a filter is to be made. */
    private record Shape(double error, long capacity, int expansion) {}

    private Shape defaults() {
        return new Shape(directives.bloomError(), directives.bloomSize(), directives.bloomExpansion());
    }

    void reserve(Call call) {
        if (call.count() > 7) {
            throw CommandError.SYNTAX.exception();
        }
        double error = FilterArguments.rate(call, 2, BAD_RATE, RATE_RANGE);
        long capacity = FilterArguments.number(call, 3, 1, Filter.MOST, BAD_CAPACITY, CAPACITY_RANGE);
        boolean scaling = true;
        long expansion = -1;
        for (int i = 4; i < call.count(); i++) {
            if (call.is(i, NONSCALING)) {
                scaling = false;
            } else if (call.is(i, EXPANSION)) {
                if (++i == call.count()) {
                    throw NO_EXPANSION.exception();
                }
                expansion = FilterArguments.number(call, i, 0, MOST_EXPANSION, BAD_EXPANSION, EXPANSION_RANGE);
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (!scaling && expansion > 0) {
            throw CANNOT_EXPAND.exception();
        }
        Key key = call.key(1);
        if (key.update(Bloom.TYPE) != null) {
            throw EXISTS_ALREADY.exception();
        }
        int growth = !scaling ? 0 : expansion >= 0 ? (int) expansion : directives.bloomExpansion();
        Shape shape = new Shape(error, capacity, growth);
        create(key, shape);
        key.changed(EventClass.MODULE, "bf.reserve");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(asReserve(call, shape));
        }
        call.reply().ok();
    }

    private static Bloom create(Key key, Shape shape) {
        Bloom bloom = Bloom.create(shape.error, shape.capacity, shape.expansion);
        if (bloom == null) {
            throw NOT_CREATED.exception();
        }
        key.put(bloom);
        return bloom;
    }

    private static byte[][] asReserve(Call call, Shape shape) {
        return new byte[][] {
            Ascii.bytes("BF.RESERVE"),
            call.copy(1),
            Doubles.toBytes(shape.error),
            Longs.toBytes(shape.capacity),
            EXPANSION.bytes(),
            Longs.toBytes(shape.expansion)
        };
    }

    void add(Call call) {
        insert(call, defaults(), 2, false);
    }

    void madd(Call call) {
        insert(call, defaults(), 2, true);
    }

    void insert(Call call) {
        Shape shape = defaults();
        double error = shape.error;
        long capacity = shape.capacity;
        int expansion = shape.expansion;
        boolean create = true;
        boolean scaling = true;
        int i = 2;
        for (; i < call.count() && !call.is(i, ITEMS); i++) {
            if (call.is(i, CAPACITY)) {
                i = FilterArguments.after(call, i);
                capacity = FilterArguments.number(call, i, 1, Filter.MOST, INSERT_CAPACITY, INSERT_CAPACITY);
            } else if (call.is(i, ERROR)) {
                i = FilterArguments.after(call, i);
                error = FilterArguments.rate(call, i, INSERT_RATE, INSERT_RATE);
            } else if (call.is(i, EXPANSION)) {
                i = FilterArguments.after(call, i);
                expansion =
                        (int) FilterArguments.number(call, i, 0, MOST_EXPANSION, INSERT_EXPANSION, INSERT_EXPANSION);
            } else if (call.is(i, NOCREATE)) {
                create = false;
            } else if (call.is(i, NONSCALING)) {
                scaling = false;
            } else {
                throw UNKNOWN_ARGUMENT.exception();
            }
        }
        if (i + 1 >= call.count()) {
            throw CommandError.SYNTAX.exception();
        }
        insert(call, create ? new Shape(error, capacity, scaling ? expansion : 0) : null, i + 1, true);
    }

    /** Adds items, to a filter of this shape if the key is missing; null does not create one. */
    private static void insert(Call call, @Nullable Shape shape, int first, boolean many) {
        Key key = call.key(1);
        Bloom bloom = key.update(Bloom.TYPE);
        boolean created = bloom == null;
        if (bloom == null) {
            if (shape == null) {
                throw NOT_FOUND.exception();
            }
            bloom = create(key, shape);
        }
        boolean changed = created;
        int answered = 0;
        if (many) {
            call.reply().openArray();
        }
        for (int i = first; i < call.count(); i++) {
            Bloom.Outcome outcome = bloom.add(call.slice(i));
            answered++;
            changed |= outcome == Bloom.Outcome.ADDED;
            if (outcome == Bloom.Outcome.FULL || outcome == Bloom.Outcome.FAILED) {
                call.reply().error(outcome == Bloom.Outcome.FULL ? FULL : PROBLEM);
                break;
            }
            FilterArguments.yes(call, outcome == Bloom.Outcome.ADDED);
        }
        if (many) {
            call.reply().close(answered);
        }
        if (changed) {
            bloom.measure();
            key.changed(EventClass.MODULE, "bf.add");
        }
        if (created && shape != null && call.effects().areWanted()) {
            FilterArguments.created(call, asReserve(call, shape));
        }
    }

    void exists(Call call) {
        Bloom bloom = call.key(1).read(Bloom.TYPE);
        FilterArguments.yes(call, bloom != null && bloom.has(call.slice(2)));
    }

    void mexists(Call call) {
        Bloom bloom = call.key(1).read(Bloom.TYPE);
        call.reply().array(call.count() - 2L);
        for (int i = 2; i < call.count(); i++) {
            FilterArguments.yes(call, bloom != null && bloom.has(call.slice(i)));
        }
    }

    private static Bloom present(Call call) {
        Bloom bloom = call.key(1).read(Bloom.TYPE);
        if (bloom == null) {
            throw NOT_FOUND.exception();
        }
        return bloom;
    }

    void info(Call call) {
        if (call.count() > 3) {
            throw CommandError.SYNTAX.exception();
        }
        Bloom bloom = present(call);
        if (call.count() == 3) {
            boolean capacity = call.is(2, CAPACITY);
            boolean size = call.is(2, SIZE);
            boolean filters = call.is(2, FILTERS);
            if (!capacity && !size && !filters && !call.is(2, ITEMS) && !call.is(2, EXPANSION)) {
                throw BAD_FIELD.exception();
            }
            call.reply().array(1);
            if (call.is(2, EXPANSION)) {
                expansion(call, bloom);
            } else {
                call.reply()
                        .integer(
                                capacity
                                        ? bloom.capacity()
                                        : size
                                                ? bloom.bytes()
                                                : filters ? bloom.parts().size() : bloom.items());
            }
            return;
        }
        call.reply().map(5);
        call.reply().status("Capacity");
        call.reply().integer(bloom.capacity());
        call.reply().status("Size");
        call.reply().integer(bloom.bytes());
        call.reply().status("Number of filters");
        call.reply().integer(bloom.parts().size());
        call.reply().status("Number of items inserted");
        call.reply().integer(bloom.items());
        call.reply().status("Expansion rate");
        expansion(call, bloom);
    }

    private static void expansion(Call call, Bloom bloom) {
        if (bloom.expansion() == 0) {
            call.reply().nil();
        } else {
            call.reply().integer(bloom.expansion());
        }
    }

    void card(Call call) {
        Bloom bloom = call.key(1).read(Bloom.TYPE);
        call.reply().integer(bloom == null ? 0 : bloom.items());
    }

    void scandump(Call call) {
        Bloom bloom = present(call);
        Chunks.dump(bloom, FilterArguments.number(call, 2, 0, Long.MAX_VALUE, DUMP_POSITION, DUMP_POSITION), call);
    }

    void loadchunk(Call call) {
        long iterator = FilterArguments.number(call, 2, 1, Long.MAX_VALUE, LOAD_POSITION, LOAD_POSITION);
        Key key = call.key(1);
        Bloom present = key.update(Bloom.TYPE);
        if (iterator == 1) {
            Bloom bloom = Chunks.begin(Bloom.TYPE, call.slice(3));
            if (bloom == null) {
                throw BAD_DATA.exception();
            }
            key.put(bloom);
        } else if (present == null) {
            throw NOT_FOUND.exception();
        } else {
            switch (Chunks.load(present, iterator, call.slice(3))) {
                case NO_SUCH_PLACE -> throw NO_LINK.exception();
                case TOO_LARGE -> throw TOO_BIG.exception();
                case LOADED -> {}
            }
        }
        key.changed(EventClass.MODULE, "bf.loadchunk");
        call.reply().ok();
    }

    @Override
    public void test(SelfTest server) {
        server.expect("OK", "BF.RESERVE", "bloom", "0.01", "100");
        server.expect(true, "BF.ADD", "bloom", "a");
        server.expect(true, "BF.EXISTS", "bloom", "a");
        // Often enough for the code to be compiled before clients meet it, and for the filter to grow.
        for (int i = 0; i < OFTEN; i++) {
            String item = "item" + i;
            server.call("BF.ADD", "bloom", item);
            server.expect(true, "BF.EXISTS", "bloom", item);
        }
        server.expect("OK", "CF.RESERVE", "cuckoo", "100");
        server.expect(true, "CF.ADD", "cuckoo", "a");
        server.expect(true, "CF.DEL", "cuckoo", "a");
        server.expect(false, "CF.EXISTS", "cuckoo", "a");
    }
}
