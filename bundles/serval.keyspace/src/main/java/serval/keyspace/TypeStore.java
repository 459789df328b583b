package serval.keyspace;

import org.jspecify.annotations.Nullable;
import serval.keyspace.rdb.ForeignCode;
import serval.keyspace.rdb.ModuleId;
import serval.keyspace.rdb.Payload;
import serval.keyspace.rdb.RdbInput;
import serval.keyspace.rdb.RdbOutput;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Types;

/** Values as bytes: saved and loaded by the codecs of the types that are present, parked where there is none. */
abstract class TypeStore implements Types {
    /** The RDB version values are saved with in snapshots and conversions. */
    static final int RDB_VERSION = 11;

    private static final int SLICE = 1 << 20;

    private final KeyspaceDirectives directives;
    private volatile boolean verified = true;

    TypeStore(KeyspaceDirectives directives) {
        this.directives = directives;
    }

    /** Whether what comes from outside is checked in depth. */
    boolean isDeep() {
        return directives.sanitize.value() != 0;
    }

    @Override
    public ValueType<?> string() {
        return StringType.INSTANCE;
    }

    @Override
    public Value string(byte[] bytes) {
        return new StringValue(bytes, bytes.length, false);
    }

    @Override
    public boolean isParked(Value value) {
        return value instanceof ParkedValue;
    }

    // Saving

    @Override
    public int save(Value value, int rdbVersion, ValueOutput out) {
        int code = codeOf(value, rdbVersion);
        if (code == Codec.MODULE) {
            RdbOutput own = (RdbOutput) out;
            own.length(ModuleId.of(value.type().name(), value.type().codec().encodingVersion()));
            own.module(true);
            saveWhole(value, rdbVersion, own);
            own.endModule();
        } else {
            saveWhole(value, rdbVersion, out);
        }
        return code;
    }

    @SuppressWarnings("unchecked")
    static <V extends Value> int codeOf(Value value, int rdbVersion) {
        return ((ValueType<V>) value.type()).codec().code((V) value, rdbVersion);
    }

    /** Opens a saver for a value as it is now. */
    static Codec.Saver saver(Value value) {
        return saver(value, RDB_VERSION);
    }

    @SuppressWarnings("unchecked")
    static <V extends Value> Codec.Saver saver(Value value, int rdbVersion) {
        return ((ValueType<V>) value.type()).codec().save((V) value, rdbVersion);
    }

    private static void saveWhole(Value value, int rdbVersion, ValueOutput out) {
        Codec.Saver saver = saver(value, rdbVersion);
        try {
            boolean complete;
            do {
                complete = saver.step(out, SLICE);
            } while (!complete);
        } finally {
            saver.close();
        }
    }

    @Override
    public byte[] dump(Value value, int rdbVersion) {
        RdbOutput out = new RdbOutput(directives.compression.value());
        out.octet(codeOf(value, rdbVersion));
        save(value, rdbVersion, out);
        return Payload.seal(out, rdbVersion);
    }

    // Loading

    @Override
    public void verifyChecksums(boolean on) {
        verified = on;
    }

    @Override
    public @Nullable Value undump(byte[] payload) {
        if (!Payload.isSound(payload, verified)) {
            return null;
        }
        RdbInput in = new RdbInput(payload, 0, Payload.end(payload), isDeep());
        int code = in.octet();
        Value value = load(code, in);
        if (in.remaining() != 0) {
            throw new CorruptValueException("bytes are left behind the value");
        }
        return value;
    }

    @Override
    public Value load(int code, ValueInput in) {
        if (code == Codec.MODULE) {
            return loadModule((RdbInput) in);
        }
        ValueType<?> type = byCode(code);
        if (type == null) {
            String name = ForeignCode.name(code);
            return park(name, code, 0, ForeignCode.skip(code, (RdbInput) in));
        }
        try {
            return loadWhole(type.codec().load(code, 0), in);
        } catch (CorruptValueException corrupt) {
            throw Integrity.told(code, corrupt);
        }
    }

    private Value loadModule(RdbInput in) {
        long id = in.length();
        String name = ModuleId.name(id);
        ValueType<?> type = byName(name);
        if (type == null) {
            return park(name, Codec.MODULE, ModuleId.version(id), in.skipModule());
        }
        in.module(true);
        Value value = loadWhole(type.codec().load(Codec.MODULE, ModuleId.version(id)), in);
        in.endModule();
        return value;
    }

    private static <V> V loadWhole(Codec.Loader<V> loader, ValueInput in) {
        boolean complete;
        do {
            complete = loader.step(in, SLICE);
        } while (!complete);
        return loader.value();
    }
}
