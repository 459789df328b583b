package serval.keyspace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.keyspace.rdb.ModuleId;
import serval.keyspace.rdb.Payload;
import serval.keyspace.rdb.RdbInput;
import serval.keyspace.rdb.RdbOutput;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Types;

/**
 * The types that are present, by name and by RDB code. Types arrive and leave on any thread; a change publishes new maps.
 *
 * <p>A value whose type left keeps its object. When a type of that name is there again, or a newer one, the value is brought over
 * through the codecs at its next use.
 */
final class TypeRegistry implements Types {
    /** The RDB version values are saved with in snapshots. */
    static final int RDB_VERSION = 11;

    private static final Logger LOG = LoggerFactory.getLogger(TypeRegistry.class);
    private static final int SLICE = 1 << 20;

    private final KeyspaceDirectives directives;
    private final List<ValueType<?>> arrived = new ArrayList<>();
    private volatile Map<String, ValueType<?>> byName = Map.of();
    private volatile Map<Integer, ValueType<?>> byCode = Map.of();
    private final Map<String, ParkedType> parkedTypes = new HashMap<>();

    TypeRegistry(KeyspaceDirectives directives) {
        this.directives = directives;
        publish();
    }

    synchronized void add(ValueType<?> type) {
        arrived.add(type);
        publish();
    }

    synchronized void remove(ValueType<?> type) {
        arrived.remove(type);
        publish();
    }

    private void publish() {
        Map<String, ValueType<?>> names = new LinkedHashMap<>();
        Map<Integer, ValueType<?>> codes = new HashMap<>();
        names.put("string", StringType.INSTANCE);
        codes.put(0, StringType.INSTANCE);
        // A later arrival of the same name is the newer version.
        for (ValueType<?> type : arrived) {
            if (type.name().equals("string")) {
                LOG.error("A type named string is refused: it is the keyspace's own");
                continue;
            }
            names.put(type.name(), type);
            for (int code : type.codec().codes()) {
                if (code != Codec.MODULE) {
                    codes.put(code, type);
                }
            }
        }
        byName = names;
        byCode = codes;
    }

    @Override
    public Collection<ValueType<?>> all() {
        return byName.values();
    }

    @Override
    public @Nullable ValueType<?> byName(String name) {
        return byName.get(name);
    }

    @Override
    public @Nullable ValueType<?> byCode(int code) {
        return byCode.get(code);
    }

    @Override
    public ValueType<?> string() {
        return StringType.INSTANCE;
    }

    @Override
    public Value string(byte[] bytes) {
        return new StringValue(bytes, bytes.length, false);
    }

    /** The type a value is shown as having: the one present under its name, if any. */
    ValueType<?> shown(Value value) {
        ValueType<?> own = value.type();
        if (own instanceof ParkedType) {
            ValueType<?> present = byName.get(own.name());
            return present == null ? own : present;
        }
        return own;
    }

    @Override
    public synchronized Value park(String typeName, int code, int version, byte[] encoded) {
        return new ParkedValue(parkedTypes.computeIfAbsent(typeName, ParkedType::new), code, version, encoded);
    }

    @Override
    public boolean isParked(Value value) {
        return value instanceof ParkedValue;
    }

    @Override
    public Map<String, Long> parked() {
        return Map.of();
    }

    /**
     * Brings a value over to a type of the same name.
     *
     * @throws serval.sdk.reply.CommandException WRONGTYPE if the names differ
     */
    <V extends Value> Value convert(Value value, ValueType<V> type) {
        if (!value.type().name().equals(type.name())) {
            throw CommandError.WRONG_TYPE.exception();
        }
        RdbOutput out = new RdbOutput(false);
        int code;
        int version;
        if (value instanceof ParkedValue parked) {
            code = parked.code();
            version = parked.version();
            out.raw(parked.encoded(), 0, parked.encoded().length);
        } else {
            code = codeOf(value, RDB_VERSION);
            version = value.type().codec().encodingVersion();
            out.module(code == Codec.MODULE);
            saveWhole(value, RDB_VERSION, out);
        }
        RdbInput in = new RdbInput(out.array(), 0, out.size(), false);
        in.module(code == Codec.MODULE);
        return loadWhole(type.codec().load(code, version), in);
    }

    // Saving

    @Override
    public int save(Value value, int rdbVersion, ValueOutput out) {
        int code = codeOf(value, rdbVersion);
        if (code == Codec.MODULE) {
            RdbOutput own = (RdbOutput) out;
            int version = value instanceof ParkedValue parked
                    ? parked.version()
                    : value.type().codec().encodingVersion();
            own.length(ModuleId.of(value.type().name(), version));
            own.module(true);
            saveWhole(value, rdbVersion, own);
            own.endModule();
        } else {
            saveWhole(value, rdbVersion, out);
        }
        return code;
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> int codeOf(Value value, int rdbVersion) {
        return ((ValueType<V>) value.type()).codec().code((V) value, rdbVersion);
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> void saveWhole(Value value, int rdbVersion, ValueOutput out) {
        Codec.Saver saver = ((ValueType<V>) value.type()).codec().save((V) value, rdbVersion);
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
    public @Nullable Value undump(byte[] payload) {
        if (!Payload.isSound(payload)) {
            return null;
        }
        RdbInput in = new RdbInput(payload, 0, Payload.end(payload), directives.sanitize.value() != 0);
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
        ValueType<?> type = byCode.get(code);
        if (type == null) {
            throw new CorruptValueException("no type with code " + code + " is present");
        }
        return loadWhole(type.codec().load(code, 0), in);
    }

    private Value loadModule(RdbInput in) {
        long id = in.length();
        String name = ModuleId.name(id);
        ValueType<?> type = byName.get(name);
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
