package serval.keyspace;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;

/**
 * The types that are present, by name and by RDB code. Types enter and leave on any thread; a change publishes new maps.
 *
 * <p>A value whose type left keeps its object. When another type of that name is there, the value is brought over through the codecs at
 * its next use. A type that was <em>withdrawn</em> or that another one of its name replaced is <em>retired</em>: nothing is made by it
 * or brought back to it any more. Types that are not in service are not kept from being collected.
 */
final class TypeRegistry extends TypeStore {
    private static final Logger LOG = LoggerFactory.getLogger(TypeRegistry.class);
    private static final String STRING = "string";
    private static final int FEW_PARKED_TYPES = 64;

    private final List<Known> known = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<ParkedName, WeakReference<ParkedType>> parkedTypes = new HashMap<>();
    private int manyParkedTypes = FEW_PARKED_TYPES;
    private volatile Map<String, ValueType<?>> byName = Map.of();
    private volatile Map<Integer, ValueType<?>> byCode = Map.of();
    private volatile Known[] retired = {};
    private @Nullable KeyspaceImpl keyspace;

    private record ParkedName(String name, int version) {}

    /** A type that is in service or has been. */
    private static final class Known extends WeakReference<ValueType<?>> {
        final String name;
        final long bundle;
        final String owner;
        /** The type while it is entered. */
        @Nullable
        ValueType<?> entered;

        boolean withdrawn;

        Known(ValueType<?> type, long bundle, String owner) {
            super(type);
            name = type.name();
            this.bundle = bundle;
            this.owner = owner;
        }
    }

    TypeRegistry(KeyspaceDirectives directives) {
        super(directives);
        publish();
    }

    /** Says whose values {@link #parked()} counts. */
    void attach(KeyspaceImpl counted) {
        keyspace = counted;
    }

    // Coming and going

    /** Puts a type in service. */
    synchronized void enter(ValueType<?> type, long bundle, String owner) {
        Known entering = null;
        for (Known one : known) {
            if (one.refersTo(type) && one.bundle == bundle) {
                entering = one;
            }
        }
        if (entering == null) {
            entering = new Known(type, bundle, owner);
        }
        String clash = clash(type, owner);
        if (clash != null) {
            LOG.error("Type {} of bundle {} is refused: {}", type.name(), owner, clash);
        }
        // A later arrival of the same name is the newer version.
        known.remove(entering);
        known.add(entering);
        entering.entered = type;
        entering.withdrawn = false;
        publish();
    }

    /** Takes a type out of service; {@code withdrawn} says that it is never to be used again unless it enters once more. */
    synchronized void leave(ValueType<?> type, long bundle, boolean withdrawn) {
        for (Known one : known) {
            if (one.refersTo(type) && one.bundle == bundle) {
                one.entered = null;
                one.withdrawn = withdrawn;
            }
        }
        publish();
    }

    /** Retires those types of a bundle that are not in service: what they made is about to be parked. */
    synchronized void retire(long bundle) {
        boolean any = false;
        for (Known one : known) {
            if (one.bundle == bundle && one.entered == null && !one.withdrawn) {
                one.withdrawn = true;
                any = true;
            }
        }
        if (any) {
            publish();
        }
    }

    private @Nullable String clash(ValueType<?> type, String owner) {
        if (type.name().equals(STRING)) {
            return "strings are the keyspace's own";
        }
        for (Known one : known) {
            ValueType<?> other = one.entered;
            if (other != null && other != type && !one.owner.equals(owner) && overlap(other, type)) {
                return "bundle " + one.owner + " has its name or one of its codes";
            }
        }
        return null;
    }

    /** Whether two types cannot both be in service: they have a name or an RDB code in common. */
    static boolean overlap(ValueType<?> one, ValueType<?> other) {
        return one.name().equals(other.name()) || commonCode(one, other) >= 0;
    }

    /** An RDB code of Redis' own types that both claim, or -1. */
    static int commonCode(ValueType<?> one, ValueType<?> other) {
        for (int code : one.codec().codes()) {
            for (int claimed : other.codec().codes()) {
                if (code == claimed && code != Codec.MODULE) {
                    return code;
                }
            }
        }
        return -1;
    }

    private void publish() {
        // Runs at an exchange, under the engine lock: no lambdas, which take a millisecond each at their first use.
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i).refersTo(null)) {
                known.remove(i);
            }
        }
        Map<String, ValueType<?>> names = new LinkedHashMap<>();
        Map<Integer, ValueType<?>> codes = new HashMap<>();
        Map<String, String> present = new HashMap<>();
        names.put(STRING, StringType.INSTANCE);
        codes.put(0, StringType.INSTANCE);
        for (Known one : known) {
            ValueType<?> type = one.entered;
            if (type == null || !mayServe(one, type, codes, present)) {
                continue;
            }
            ValueType<?> before = names.put(one.name, type);
            if (before != null) {
                removeCodes(codes, before);
            }
            present.put(one.name, one.owner);
            for (int code : type.codec().codes()) {
                if (code != Codec.MODULE) {
                    codes.put(code, type);
                }
            }
        }
        owners.putAll(present);
        List<Known> out = new ArrayList<>();
        for (Known one : known) {
            ValueType<?> serving = names.get(one.name);
            if (serving == null ? one.withdrawn : !one.refersTo(serving)) {
                out.add(one);
            }
        }
        retired = out.toArray(new Known[0]);
        byCode = codes;
        byName = names;
    }

    private static void removeCodes(Map<Integer, ValueType<?>> codes, ValueType<?> type) {
        for (Iterator<ValueType<?>> each = codes.values().iterator(); each.hasNext(); ) {
            if (each.next() == type) {
                each.remove();
            }
        }
    }

    /** Whoever was there first keeps names and codes, unless both are of one bundle. */
    private static boolean mayServe(
            Known one, ValueType<?> type, Map<Integer, ValueType<?>> codes, Map<String, String> present) {
        String owner = present.get(one.name);
        if (one.name.equals(STRING) || owner != null && !owner.equals(one.owner)) {
            return false;
        }
        for (int code : type.codec().codes()) {
            ValueType<?> other = code == Codec.MODULE ? null : codes.get(code);
            if (other != null && !one.owner.equals(present.get(other.name()))) {
                return false;
            }
        }
        return true;
    }

    /** The types of a bundle that are in service or have been, as far as anything refers to them still. */
    synchronized List<ValueType<?>> entered(long bundle) {
        List<ValueType<?>> types = new ArrayList<>();
        for (Known one : known) {
            ValueType<?> type = one.bundle == bundle ? one.get() : null;
            if (type != null) {
                types.add(type);
            }
        }
        return types;
    }

    @Override
    public synchronized @Nullable String owner(String typeName) {
        return owners.get(typeName);
    }

    /** Whether a type is out of service for good. */
    boolean isRetired(ValueType<?> type) {
        for (Known one : retired) {
            if (one.refersTo(type)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Lets nobody use a type that is out of service for good: a handler, timer or listener of the version before, come late.
     *
     * @throws IllegalStateException if it is retired
     */
    void refuseRetired(ValueType<?> type) {
        if (isRetired(type)) {
            throw new IllegalStateException(
                    "type " + type.name() + " is retired: another version of it serves, or none");
        }
    }

    /**
     * Lets nobody put values of a type that is out of service for good, or while another of its name serves.
     *
     * @throws IllegalStateException if that is so
     */
    void refuseStranger(ValueType<?> type) {
        refuseRetired(type);
        ValueType<?> serving = byName.get(type.name());
        if (serving != null && serving != type) {
            throw new IllegalStateException("type " + type.name() + " does not serve: another of its name does");
        }
    }

    /** Whether a type is in service. */
    boolean isServing(ValueType<?> type) {
        return byName.get(type.name()) == type;
    }

    // Asking

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

    /** The type a value is shown as having: the one present under its name, if any. */
    ValueType<?> shown(Value value) {
        ValueType<?> own = value.type();
        if (own instanceof ParkedType || isRetired(own)) {
            ValueType<?> present = byName.get(own.name());
            return present == null ? own : present;
        }
        return own;
    }

    @Override
    public Map<String, Long> parked() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        KeyspaceImpl counted = keyspace;
        if (counted == null) {
            return numbers;
        }
        for (Db db : counted.used()) {
            if (db != null) {
                TypeCounts counts = db.tables().types;
                counts.forEach(type -> {
                    if (type instanceof ParkedType) {
                        numbers.merge(type.name(), counts.of(type), Long::sum);
                    }
                });
            }
        }
        return numbers;
    }

    // Parking and bringing over

    @Override
    public Value park(String typeName, int code, int version, byte[] encoded) {
        return park(typeName, code, version, new byte[][] {encoded});
    }

    /** Parks what was saved in pieces. */
    Value park(String typeName, int code, int version, byte[][] pieces) {
        return new ParkedValue(parkedType(typeName, version), code, pieces);
    }

    private synchronized ParkedType parkedType(String name, int version) {
        ParkedName key = new ParkedName(name, version);
        WeakReference<ParkedType> there = parkedTypes.get(key);
        ParkedType type = there == null ? null : there.get();
        if (type == null) {
            if (parkedTypes.size() >= manyParkedTypes) {
                // Names come from payloads: those that nothing is parked under any more are forgotten.
                parkedTypes.values().removeIf(one -> one.refersTo(null));
                manyParkedTypes = Math.max(FEW_PARKED_TYPES, parkedTypes.size() * 2);
            }
            type = new ParkedType(name, version);
            parkedTypes.put(key, new WeakReference<>(type));
        }
        return type;
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
        return new ValueConversion(this, value, type).whole();
    }

    /** A value of a retired type in the form in which it may be put anew: converted, or parked; as it is if that fails. */
    Value renewed(Value value) {
        if (!isRetired(value.type())) {
            return value;
        }
        try {
            return new ValueConversion(this, value, byName.get(value.type().name())).whole();
        } catch (CorruptValueException corrupt) {
            return value;
        }
    }
}
