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
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** The CF commands. */
@Component
public final class CuckooCommands implements CommandFamily {
    static final CommandSpec RESERVE = write(
            "CF.RESERVE key capacity [BUCKETSIZE bucketsize] [MAXITERATIONS maxiterations] [EXPANSION expansion]",
            "Creates a cuckoo filter.",
            WRITE,
            DENYOOM);
    static final CommandSpec ADD = write("CF.ADD key item", "Adds an item to a cuckoo filter.", WRITE, DENYOOM);
    static final CommandSpec ADDNX =
            write("CF.ADDNX key item", "Adds an item to a cuckoo filter unless it seems to be in.", WRITE, DENYOOM);
    static final CommandSpec INSERT = write(
            "CF.INSERT key [CAPACITY capacity] [NOCREATE] ITEMS item [item ...]",
            "Adds items to a cuckoo filter, which is created as told if it is missing.",
            WRITE,
            DENYOOM);
    static final CommandSpec INSERTNX = write(
            "CF.INSERTNX key [CAPACITY capacity] [NOCREATE] ITEMS item [item ...]",
            "Adds items that do not seem to be in to a cuckoo filter, which is created as told if it is missing.",
            WRITE,
            DENYOOM);
    static final CommandSpec DEL = write("CF.DEL key item", "Takes an item out of a cuckoo filter once.", WRITE, FAST);
    static final CommandSpec LOADCHUNK =
            write("CF.LOADCHUNK key iterator data", "Takes a piece of a cuckoo filter.", WRITE, DENYOOM);
    static final CommandSpec EXISTS = read("CF.EXISTS key item", "Tells whether an item may be in a cuckoo filter.");
    static final CommandSpec MEXISTS =
            read("CF.MEXISTS key item [item ...]", "Tells which items may be in a cuckoo filter.");
    static final CommandSpec COUNT =
            read("CF.COUNT key item", "Tells how often an item may have been added to a cuckoo filter.");
    static final CommandSpec INFO = read("CF.INFO key", "Describes a cuckoo filter.");
    static final CommandSpec SCANDUMP = read("CF.SCANDUMP key iterator", "Gives a cuckoo filter piece by piece.");

    private static final Token BUCKETSIZE = Token.of("BUCKETSIZE");
    private static final Token MAXITERATIONS = Token.of("MAXITERATIONS");

    private static final CommandError BAD_CAPACITY = CommandError.of("Bad capacity");
    private static final CommandError CAPACITY_RANGE =
            CommandError.of("Capacity must be in the range [2 * BUCKETSIZE, 1073741824]");
    private static final CommandError INSERT_RANGE =
            CommandError.of("Capacity must be in the range [cf-bucket-size * 2, 1073741824]");
    private static final CommandError BAD_BUCKET = CommandError.of("Couldn't parse BUCKETSIZE");
    private static final CommandError BUCKET_RANGE = CommandError.of("BUCKETSIZE: value must be in the range [1, 255]");
    private static final CommandError BAD_ITERATIONS = CommandError.of("Couldn't parse MAXITERATIONS");
    private static final CommandError ITERATIONS_RANGE =
            CommandError.of("MAXITERATIONS: value must be in the range [1, 65535]");
    private static final CommandError BAD_EXPANSION = CommandError.of("Couldn't parse EXPANSION");
    private static final CommandError EXPANSION_RANGE =
            CommandError.of("EXPANSION: value must be in the range [0, 32768]");
    private static final CommandError FULL = CommandError.of("Filter is full");
    private static final CommandError NO_MORE = CommandError.of("Maximum expansions reached");
    private static final CommandError NOT_FOUND = CommandError.of("Not found");
    private static final CommandError BAD_POSITION = CommandError.of("Invalid position");
    private static final CommandError BAD_HEADER = CommandError.of("Invalid header");
    private static final CommandError BAD_CHUNK = CommandError.of("Couldn't load chunk!");

    private final FilterDirectives directives;

    /** Takes the defaults. */
    @Activate
    public CuckooCommands(@Reference FilterDirectives directives) {
        this.directives = directives;
    }

    private static CommandSpec write(String syntax, String summary, CommandFlag... flags) {
        return CommandSpec.command(syntax)
                .summary(summary)
                .since("1.0.0")
                .flags(flags)
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
                .add(ADD, call -> addOne(call, false))
                .add(ADDNX, call -> addOne(call, true))
                .add(INSERT, call -> insert(call, false))
                .add(INSERTNX, call -> insert(call, true))
                .add(DEL, this::del)
                .add(LOADCHUNK, this::loadchunk)
                .add(EXISTS, this::exists)
                .add(MEXISTS, this::mexists)
                .add(COUNT, this::count)
                .add(INFO, this::info)
                .add(SCANDUMP, this::scandump)
                .build();
    }

    /** How a filter is to be made. */
    private record Shape(long capacity, int bucketSize, int maxIterations, int expansion) {}

    private Shape defaults(long capacity) {
        return new Shape(capacity, directives.bucketSize(), directives.maxIterations(), directives.cuckooExpansion());
    }

    void reserve(Call call) {
        long capacity = FilterArguments.number(call, 2, Long.MIN_VALUE, Long.MAX_VALUE, BAD_CAPACITY, BAD_CAPACITY);
        Shape shape = defaults(capacity);
        int bucketSize = shape.bucketSize;
        int maxIterations = shape.maxIterations;
        int expansion = shape.expansion;
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, BUCKETSIZE)) {
                i = FilterArguments.after(call, i);
                bucketSize = (int) FilterArguments.number(call, i, 1, 255, BAD_BUCKET, BUCKET_RANGE);
            } else if (call.is(i, MAXITERATIONS)) {
                i = FilterArguments.after(call, i);
                maxIterations = (int) FilterArguments.number(call, i, 1, 65535, BAD_ITERATIONS, ITERATIONS_RANGE);
            } else if (call.is(i, BloomCommands.EXPANSION)) {
                i = FilterArguments.after(call, i);
                expansion = (int) FilterArguments.number(call, i, 0, 32768, BAD_EXPANSION, EXPANSION_RANGE);
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (capacity < 2L * bucketSize || capacity > Filter.MOST) {
            throw CAPACITY_RANGE.exception();
        }
        Key key = call.key(1);
        if (key.update(Cuckoo.TYPE) != null) {
            throw BloomCommands.EXISTS_ALREADY.exception();
        }
        shape = new Shape(capacity, bucketSize, maxIterations, expansion);
        create(key, shape);
        key.changed(EventClass.MODULE, "cf.reserve");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(asReserve(call, shape));
        }
        call.reply().ok();
    }

    private static Cuckoo create(Key key, Shape shape) {
        Cuckoo cuckoo = Cuckoo.create(shape.capacity, shape.bucketSize, shape.maxIterations, shape.expansion);
        if (cuckoo == null) {
            throw BloomCommands.NOT_CREATED.exception();
        }
        key.put(cuckoo);
        return cuckoo;
    }

    private static byte[][] asReserve(Call call, Shape shape) {
        return new byte[][] {
            Ascii.bytes("CF.RESERVE"),
            call.copy(1),
            Longs.toBytes(shape.capacity),
            BUCKETSIZE.bytes(),
            Longs.toBytes(shape.bucketSize),
            MAXITERATIONS.bytes(),
            Longs.toBytes(shape.maxIterations),
            BloomCommands.EXPANSION.bytes(),
            Longs.toBytes(shape.expansion)
        };
    }

    private void addOne(Call call, boolean unlessThere) {
        insert(call, defaults(directives.cuckooSize()), 2, unlessThere, false);
    }

    private void insert(Call call, boolean unlessThere) {
        long capacity = directives.cuckooSize();
        boolean create = true;
        int i = 2;
        for (; i < call.count() && !call.is(i, BloomCommands.ITEMS); i++) {
            if (call.is(i, BloomCommands.CAPACITY)) {
                i = FilterArguments.after(call, i);
                capacity = FilterArguments.number(
                        call, i, 2L * directives.bucketSize(), Filter.MOST, BAD_CAPACITY, INSERT_RANGE);
            } else if (call.is(i, BloomCommands.NOCREATE)) {
                create = false;
            } else {
                throw BloomCommands.UNKNOWN_ARGUMENT.exception();
            }
        }
        if (i + 1 >= call.count()) {
            throw CommandError.SYNTAX.exception();
        }
        insert(call, create ? defaults(capacity) : null, i + 1, unlessThere, true);
    }

    /** Adds items, to a filter of this shape if the key is missing; null does not create one. */
    private static void insert(Call call, @Nullable Shape shape, int first, boolean unlessThere, boolean many) {
        Key key = call.key(1);
        Cuckoo cuckoo = key.update(Cuckoo.TYPE);
        boolean created = cuckoo == null;
        if (cuckoo == null) {
            if (shape == null) {
                throw BloomCommands.NOT_FOUND.exception();
            }
            cuckoo = create(key, shape);
        }
        boolean changed = created;
        if (many) {
            call.reply().array((long) call.count() - first);
        }
        for (int i = first; i < call.count(); i++) {
            if (unlessThere && cuckoo.has(call.slice(i))) {
                answer(call, 0, unlessThere, many);
                continue;
            }
            Cuckoo.Outcome outcome = cuckoo.add(call.slice(i));
            changed |= outcome == Cuckoo.Outcome.ADDED;
            if (outcome == Cuckoo.Outcome.ADDED) {
                answer(call, 1, unlessThere, many);
            } else if (many) {
                answer(call, -1, unlessThere, many);
            } else {
                call.reply().error(outcome == Cuckoo.Outcome.FULL ? FULL : NO_MORE);
            }
        }
        if (changed) {
            cuckoo.measure();
            key.changed(EventClass.MODULE, "cf.add");
        }
        if (created && shape != null && call.effects().areWanted()) {
            FilterArguments.created(call, asReserve(call, shape));
        }
    }

    /** CF.INSERTNX tells three things apart, so it answers numbers in RESP3 as well. */
    private static void answer(Call call, int outcome, boolean unlessThere, boolean many) {
        if (many && (unlessThere || call.reply().version() == 2)) {
            call.reply().integer(outcome);
        } else {
            call.reply().bool(outcome > 0);
        }
    }

    void del(Call call) {
        Key key = call.key(1);
        Cuckoo cuckoo = key.update(Cuckoo.TYPE);
        if (cuckoo == null) {
            throw NOT_FOUND.exception();
        }
        boolean removed = cuckoo.remove(call.slice(2));
        if (removed) {
            key.changed(EventClass.MODULE, "cf.del");
        }
        FilterArguments.yes(call, removed);
    }

    void exists(Call call) {
        Cuckoo cuckoo = call.key(1).read(Cuckoo.TYPE);
        FilterArguments.yes(call, cuckoo != null && cuckoo.has(call.slice(2)));
    }

    void mexists(Call call) {
        Cuckoo cuckoo = call.key(1).read(Cuckoo.TYPE);
        call.reply().array(call.count() - 2L);
        for (int i = 2; i < call.count(); i++) {
            FilterArguments.yes(call, cuckoo != null && cuckoo.has(call.slice(i)));
        }
    }

    void count(Call call) {
        Cuckoo cuckoo = call.key(1).read(Cuckoo.TYPE);
        call.reply().integer(cuckoo == null ? 0 : cuckoo.count(call.slice(2)));
    }

    private static Cuckoo present(Call call) {
        Cuckoo cuckoo = call.key(1).read(Cuckoo.TYPE);
        if (cuckoo == null) {
            throw BloomCommands.NOT_FOUND.exception();
        }
        return cuckoo;
    }

    void info(Call call) {
        Cuckoo cuckoo = present(call);
        call.reply().map(8);
        field(call, "Size", cuckoo.bytes());
        field(call, "Number of buckets", cuckoo.buckets());
        field(call, "Number of filters", cuckoo.parts().size());
        field(call, "Number of items inserted", cuckoo.items());
        field(call, "Number of items deleted", cuckoo.deleted());
        field(call, "Bucket size", cuckoo.bucketSize());
        field(call, "Expansion rate", cuckoo.expansion());
        field(call, "Max iterations", cuckoo.maxIterations());
    }

    private static void field(Call call, String name, long value) {
        call.reply().status(name);
        call.reply().integer(value);
    }

    void scandump(Call call) {
        Cuckoo cuckoo = present(call);
        Chunks.dump(cuckoo, FilterArguments.number(call, 2, 0, Long.MAX_VALUE, BAD_POSITION, BAD_POSITION), call);
    }

    void loadchunk(Call call) {
        long iterator = FilterArguments.number(call, 2, 1, Long.MAX_VALUE, BAD_POSITION, BAD_POSITION);
        Key key = call.key(1);
        Cuckoo present = key.update(Cuckoo.TYPE);
        if (iterator == 1) {
            Cuckoo cuckoo = Chunks.begin(Cuckoo.TYPE, call.slice(3));
            if (cuckoo == null) {
                throw BAD_HEADER.exception();
            }
            key.put(cuckoo);
        } else if (present == null) {
            throw BloomCommands.NOT_FOUND.exception();
        } else if (Chunks.load(present, iterator, call.slice(3)) != Chunks.Outcome.LOADED) {
            throw BAD_CHUNK.exception();
        }
        key.changed(EventClass.MODULE, "cf.loadchunk");
        call.reply().ok();
    }
}
