package serval.keyspace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.keyspace.rdb.RdbInput;
import serval.keyspace.rdb.RdbOutput;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Conversions;

/**
 * A value on its way to another form: its own type saves, the other loads, or nobody does and what was saved is parked. A parked
 * value needs no saving. What was saved lies in pieces, so that no large array is needed for a large value.
 */
final class ValueConversion implements Conversions.Conversion {
    /** The most that is saved or loaded between two looks at the clock. */
    private static final int SLICE = 32 * 1024;

    /** The least: the code of a bundle that has just come is slow at first. */
    private static final int SMALLEST_SLICE = 512;

    /** How long a slice may take before the next one is smaller. */
    private static final long SLICE_NANOS = 250_000;

    private static final int WHOLE = 1 << 20;

    private final TypeRegistry types;
    private final Value original;
    private final @Nullable ValueType<?> target;
    private final int code;
    private final int version;
    private final boolean deep;
    private final List<byte[]> pieces = new ArrayList<>();
    private Codec.@Nullable Saver saver;
    private @Nullable RdbOutput out;
    private Codec.@Nullable Loader<?> loader;
    private @Nullable RdbInput in;
    private @Nullable Value converted;
    private boolean faulty;
    private int next = SMALLEST_SLICE;

    /** Begins; the value is taken as it is now. {@code target} is null to park it. */
    ValueConversion(TypeRegistry types, Value original, @Nullable ValueType<?> target) {
        this.types = types;
        this.original = original;
        this.target = target;
        try {
            code = TypeRegistry.codeOf(original, TypeRegistry.RDB_VERSION);
            version = original.type().codec().encodingVersion();
            if (original instanceof ParkedValue parked) {
                pieces.addAll(List.of(parked.pieces()));
            } else {
                RdbOutput buffer = new RdbOutput(false);
                buffer.module(code == Codec.MODULE);
                out = buffer;
                saver = TypeRegistry.saver(original);
            }
        } catch (RuntimeException | LinkageError fault) {
            throw failure(original, fault);
        }
        // What is parked may have come from anywhere.
        deep = original instanceof ParkedValue && types.isDeep();
    }

    private static CorruptValueException failure(Value original, Throwable fault) {
        return new CorruptValueException("codec of type " + original.type().name() + " failed: " + fault);
    }

    /** Whether what it makes may be put: the type it makes it for serves, or there is none and it parks. */
    boolean isOfUse() {
        return types.byName(original.type().name()) == target;
    }

    /** Goes through with it in one go. */
    Value whole() {
        try {
            boolean complete;
            do {
                complete = slice(WHOLE);
            } while (!complete);
            return value();
        } finally {
            close();
        }
    }

    @Override
    public boolean step(long nanos) {
        long began = System.nanoTime();
        boolean complete;
        do {
            complete = slice();
        } while (!complete && System.nanoTime() - began < nanos);
        return complete;
    }

    /** Goes on by a slice, of a size that follows from how long the last ones took; returns whether it is complete. */
    boolean slice() {
        long began = System.nanoTime();
        boolean complete = slice(next);
        long took = System.nanoTime() - began;
        if (took > SLICE_NANOS) {
            next = Math.max(SMALLEST_SLICE, next / 2);
        } else if (took < SLICE_NANOS / 3) {
            next = Math.min(SLICE, next * 2);
        }
        return complete;
    }

    private boolean slice(int budget) {
        if (converted != null) {
            return true;
        }
        try {
            if (saver != null) {
                save(saver, budget);
                return false;
            }
            return target == null ? park() : load(target, budget);
        } catch (CorruptValueException corrupt) {
            throw corrupt;
        } catch (RuntimeException | LinkageError fault) {
            faulty = true;
            throw failure(original, fault);
        }
    }

    /** Whether a codec failed, rather than found that bytes are no value. */
    boolean isFaulty() {
        return faulty;
    }

    private void save(Codec.Saver from, int budget) {
        RdbOutput buffer = java.util.Objects.requireNonNull(out);
        boolean complete = from.step(buffer, budget);
        if (complete || buffer.size() >= SLICE) {
            pieces.add(buffer.toBytes());
            buffer.clear();
        }
        if (complete) {
            saver = null;
            out = null;
            from.close();
        }
    }

    private boolean park() {
        converted = types.park(original.type().name(), code, version, pieces.toArray(byte[][]::new));
        return true;
    }

    private boolean load(ValueType<?> type, int budget) {
        Codec.Loader<?> by = loader;
        RdbInput from = in;
        if (by == null || from == null) {
            by = type.codec().load(code, version);
            from = new RdbInput(pieces.toArray(new byte[0][]), deep);
            from.module(code == Codec.MODULE);
            loader = by;
            in = from;
        }
        if (!by.step(from, budget)) {
            return false;
        }
        if (from.remaining() != 0) {
            throw new CorruptValueException("bytes are left behind the value");
        }
        converted = (Value) java.util.Objects.requireNonNull(by.value());
        return true;
    }

    @Override
    public Value value() {
        Value complete = converted;
        if (complete == null) {
            throw new IllegalStateException("the conversion is not complete");
        }
        return complete;
    }

    @Override
    public void close() {
        Codec.Saver open = saver;
        if (open != null) {
            saver = null;
            open.close();
        }
    }
}
