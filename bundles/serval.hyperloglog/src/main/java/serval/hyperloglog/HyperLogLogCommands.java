package serval.hyperloglog;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;

/** PFADD, PFCOUNT and PFMERGE. */
@Component
public final class HyperLogLogCommands implements CommandFamily {
    private static final byte[] PFCOUNT_NAME = Ascii.bytes("PFCOUNT");
    private static final byte[] NOTHING = new byte[0];

    static final CommandSpec PFADD = command("PFADD key [element [element ...]]")
            .summary("Adds elements to a HyperLogLog, or makes an empty one.")
            .group("hyperloglog")
            .since("2.8.9")
            .complexity("O(1) to add every element.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, INSERT)
            .build();

    static final CommandSpec PFCOUNT = command("PFCOUNT key [key ...]")
            .summary("Estimates how many different elements one or several HyperLogLogs have seen.")
            .group("hyperloglog")
            .since("2.8.9")
            .complexity("O(1) with a single key, O(N) with N being the number of keys otherwise.")
            .flags(READONLY)
            .keys(RW, ACCESS)
            .keyNotes("It may write the estimate into the value.")
            .build();

    static final CommandSpec PFMERGE = command("PFMERGE destkey [sourcekey [sourcekey ...]]")
            .summary("Merges HyperLogLogs into one.")
            .group("hyperloglog")
            .since("2.8.9")
            .complexity("O(N) to merge N HyperLogLogs, but with high constant times.")
            .flags(WRITE, DENYOOM)
            .keys(RW, ACCESS, INSERT)
            .keys(RO, ACCESS)
            .build();

    private final HyperLogLogDirectives directives;

    /** Creates the commands. */
    @Activate
    public HyperLogLogCommands(@Reference HyperLogLogDirectives directives) {
        this.directives = directives;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(PFADD, this::pfadd)
                .add(PFCOUNT, this::pfcount)
                .add(PFMERGE, this::pfmerge)
                .build();
    }

    void pfadd(Call call) {
        Key key = call.key(1);
        ByteSlice value = key.string().current();
        int updates;
        if (value == null) {
            Sketch sketch = Sketch.empty();
            updates = 1 + add(call, sketch);
            store(key, sketch);
        } else {
            Header.check(value);
            updates = Header.isSparse(value) ? addSparse(call, key, value) : addDense(call, key, value);
        }
        if (updates > 0) {
            key.changed(EventClass.STRING, "pfadd");
            call.effects().dirty(updates - 1L);
        }
        call.reply().integer(updates > 0 ? 1 : 0);
    }

    private int addSparse(Call call, Key key, ByteSlice value) {
        Sketch sketch = Sketch.of(value);
        int updates = add(call, sketch);
        if (updates > 0) {
            store(key, sketch);
        }
        return updates;
    }

    private int add(Call call, Sketch sketch) {
        int updates = 0;
        long largest = directives.sparseMaxBytes();
        for (int i = 2; i < call.count(); i++) {
            ByteSlice element = call.slice(i);
            long hash = ElementHash.hash(element.array(), element.offset(), element.length());
            if (sketch.set(ElementHash.register(hash), ElementHash.run(hash), largest)) {
                updates++;
            }
        }
        return updates;
    }

    /** Adds in place; the value is opened for changes only when there is one. */
    private static int addDense(Call call, Key key, ByteSlice before) {
        ByteSlice value = before;
        int updates = 0;
        for (int i = 2; i < call.count(); i++) {
            ByteSlice element = call.slice(i);
            long hash = ElementHash.hash(element.array(), element.offset(), element.length());
            int register = ElementHash.register(hash);
            int run = ElementHash.run(hash);
            if (run > Dense.get(value.array(), value.offset(), register)) {
                if (updates++ == 0) {
                    value = key.string().edit(Dense.BYTES);
                    Header.invalidate(value.array(), value.offset());
                }
                Dense.set(value.array(), value.offset(), register, run);
            }
        }
        return updates;
    }

    /** Puts a changed sketch in the key's place; the expiry stays. */
    private static void store(Key key, Sketch sketch) {
        Header.invalidate(sketch.bytes, 0);
        HyperLogLogCommands.store(key, sketch.bytes, sketch.length);
    }

    /** Puts a string in the raw encoding in the key's place; the expiry stays. */
    static void store(Key key, byte[] bytes, int length) {
        ByteSlice before = key.string().current();
        if (before != null && before.length() > length) {
            key.string().setKeepingExpiry(NOTHING, 0, 0);
        }
        ByteSlice value = key.string().edit(length);
        System.arraycopy(bytes, 0, value.array(), value.offset(), length);
    }

    void pfcount(Call call) {
        if (call.count() > 2) {
            byte[] registers = new byte[Dense.REGISTERS];
            mergeAll(call, registers);
            int[] histogram = new int[Estimator.VALUES];
            for (byte register : registers) {
                histogram[register]++;
            }
            call.reply().integer(Estimator.cardinality(histogram));
            return;
        }
        Key key = call.key(1);
        ByteSlice value = key.string().read();
        if (value == null) {
            call.reply().integer(0);
            return;
        }
        Header.check(value);
        long cardinality = Header.cardinality(value);
        if (cardinality < 0) {
            cardinality = estimate(value);
            ByteSlice writable = key.string().edit(value.length());
            Header.cardinality(writable.array(), writable.offset(), cardinality);
            key.modified();
            // The value did change, so others must change theirs, though the command only reads.
            call.effects().replaceWith(PFCOUNT_NAME, call.copy(1));
        }
        call.reply().integer(cardinality);
    }

    private static long estimate(ByteSlice value) {
        int[] histogram = new int[Estimator.VALUES];
        if (!Header.isSparse(value)) {
            Dense.histogram(value.array(), value.offset(), histogram);
        } else if (!Sparse.histogram(
                value.array(), value.offset() + Header.BYTES, value.offset() + value.length(), histogram)) {
            throw Header.CORRUPTED.exception();
        }
        return Estimator.cardinality(histogram);
    }

    /** Merges all keys of a call; returns whether one of them is dense. */
    private static boolean mergeAll(Call call, byte[] registers) {
        boolean dense = false;
        for (int i = 1; i < call.count(); i++) {
            ByteSlice value = call.key(i).string().read();
            if (value == null) {
                continue;
            }
            Header.check(value);
            if (!Header.isSparse(value)) {
                dense = true;
                Dense.merge(value.array(), value.offset(), registers);
            } else if (!Sparse.merge(
                    value.array(), value.offset() + Header.BYTES, value.offset() + value.length(), registers)) {
                throw Header.CORRUPTED.exception();
            }
        }
        return dense;
    }

    void pfmerge(Call call) {
        byte[] registers = new byte[Dense.REGISTERS];
        boolean dense = mergeAll(call, registers);
        Key key = call.key(1);
        ByteSlice before = key.string().current();
        Sketch sketch = before == null ? Sketch.empty() : Sketch.of(before);
        if (dense) {
            sketch.makeDense();
        }
        long largest = directives.sparseMaxBytes();
        for (int i = 0; i < registers.length; i++) {
            if (registers[i] > 0) {
                sketch.set(i, registers[i], largest);
            }
        }
        store(key, sketch);
        key.changed(EventClass.STRING, "pfadd");
        call.reply().ok();
    }
}
