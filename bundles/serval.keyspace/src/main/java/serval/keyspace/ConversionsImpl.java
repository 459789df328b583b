package serval.keyspace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import serval.bytes.KeyHash;
import serval.keyspace.rdb.ModuleId;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Conversions;
import serval.spi.module.ModuleRefusedException;

/** Brings values over from type to type, all databases considered. Under the engine lock. */
final class ConversionsImpl implements Conversions {
    private final KeyspaceImpl keyspace;
    private final TypeIntake intake;
    private final SnapshotsImpl snapshots;
    private final Map<Long, Sweep> sweeps = new HashMap<>();

    ConversionsImpl(KeyspaceImpl keyspace, TypeIntake intake, SnapshotsImpl snapshots) {
        this.keyspace = keyspace;
        this.intake = intake;
        this.snapshots = snapshots;
    }

    private long count(Predicate<ValueType<?>> concerned) {
        long sum = 0;
        for (Db db : keyspace.used()) {
            if (db != null) {
                sum += db.tables().types.sum(concerned);
            }
        }
        return sum;
    }

    @Override
    public long held(Bundle bundle) {
        List<ValueType<?>> types = intake.all(bundle);
        return types.isEmpty() ? 0 : count(type -> isAmong(types, type));
    }

    @Override
    public long concerned(Bundle entering, @Nullable Bundle leaving) {
        return count(concern(entering, leaving, false));
    }

    private Concern concern(@Nullable Bundle entering, @Nullable Bundle leaving, boolean onlyEntering) {
        return new Concern(
                keyspace.types(),
                entering == null ? List.of() : intake.published(entering),
                leaving == null ? List.of() : intake.all(leaving),
                onlyEntering);
    }

    static boolean isAmong(List<ValueType<?>> types, ValueType<?> type) {
        for (ValueType<?> one : types) {
            if (one == type) {
                return true;
            }
        }
        return false;
    }

    static @Nullable ValueType<?> named(List<ValueType<?>> types, String name) {
        for (ValueType<?> one : types) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        return null;
    }

    @Override
    public void verify(Bundle entering, @Nullable Bundle leaving) {
        List<ValueType<?>> before = leaving == null ? List.of() : intake.published(leaving);
        for (ValueType<?> type : intake.published(entering)) {
            verify(type, type, "what it saves itself");
            ValueType<?> predecessor = named(before, type.name());
            if (predecessor != null) {
                verify(predecessor, type, "what the version before saves");
            }
        }
    }

    private <V extends Value> void verify(ValueType<V> from, ValueType<?> to, String what) {
        try {
            V empty = from.empty();
            if (empty.type() != from) {
                throw new ModuleRefusedException("type " + from.name() + " makes values of another type");
            }
            if (isModule(from, empty)) {
                ModuleId.of(from.name(), from.codec().encodingVersion());
            }
            ValueConversion conversion = new ValueConversion(keyspace.types(), empty, to);
            Value read;
            try {
                read = conversion.whole();
            } catch (CorruptValueException corrupt) {
                if (!conversion.isFaulty() && !isModule(from, empty)) {
                    // Redis has no payload of an empty list, set or hash, and refuses what claims to be one.
                    return;
                }
                throw corrupt;
            }
            if (read.type() != to || read.bytes() < 0) {
                throw new ModuleRefusedException("type " + to.name() + " reads values of another type, or of no size");
            }
        } catch (CorruptValueException | IllegalArgumentException wrong) {
            throw new ModuleRefusedException(
                    "type " + to.name() + " does not read " + what + ": " + wrong.getMessage(), wrong);
        } catch (ModuleRefusedException refused) {
            throw refused;
        } catch (RuntimeException | LinkageError fault) {
            throw new ModuleRefusedException("type " + from.name() + " fails with an empty value: " + fault, fault);
        }
    }

    private static <V extends Value> boolean isModule(ValueType<V> type, V value) {
        return type.codec().code(value, TypeRegistry.RDB_VERSION) == Codec.MODULE;
    }

    // Large values

    @Override
    public Search searchLarge(@Nullable Bundle entering, @Nullable Bundle leaving) {
        return new LargeSearch(keyspace, concern(entering, leaving, entering != null));
    }

    @Override
    public Conversion convert(Value value, Bundle entering) {
        ValueType<?> type = named(intake.published(entering), value.type().name());
        if (type == null) {
            throw new IllegalArgumentException("bundle " + entering.getSymbolicName() + " has no type "
                    + value.type().name());
        }
        return new ValueConversion(keyspace.types(), value, type);
    }

    @Override
    public boolean adopt(int database, byte[] key, Value original, Value converted) {
        long hash = KeyHash.hash(key, 0, key.length);
        Entry entry = holding(database, hash, key, original);
        if (entry == null) {
            return false;
        }
        Tables tables = keyspace.db(database).tables();
        if (tables.isWalked()) {
            tables.beforeChange(hash, entry);
        }
        exchange(tables, entry, converted);
        return true;
    }

    /** Puts a converted value in the place of what an entry holds. */
    void exchange(Tables tables, Entry entry, Value converted) {
        keyspace.settleOpened(entry.value);
        // It may have been changed in a detached database in this very unit.
        keyspace.settleOpened(converted);
        tables.exchange(entry, converted);
    }

    /** The entry of a key, if it holds this very value. */
    @Nullable
    Entry holding(int database, long hash, byte[] key, Value value) {
        Object entry = keyspace.db(database).tables().main.find(hash, key, 0, key.length);
        return entry instanceof Entry own && own.value == value ? own : null;
    }

    // Sweeping

    @Override
    public boolean sweep(Bundle bundle, long nanos) {
        keyspace.types().retire(bundle.getBundleId());
        Sweep sweep = sweeps.computeIfAbsent(bundle.getBundleId(), none -> new Sweep(this, keyspace));
        boolean complete = sweep.step(leftBehind(bundle), nanos);
        if (complete && sweep.failed() == 0) {
            sweeps.remove(bundle.getBundleId());
        }
        return complete;
    }

    /** Which types' values a sweep is about: those of the bundle that are not in service, and whatever waits for one that is. */
    private Predicate<ValueType<?>> leftBehind(Bundle bundle) {
        List<ValueType<?>> types = intake.all(bundle);
        List<ValueType<?>> present = intake.published(bundle);
        TypeRegistry registry = keyspace.types();
        return type -> type instanceof ParkedType
                ? registry.byName(type.name()) != null
                : !registry.isServing(type)
                        && (isAmong(types, type)
                                || registry.byName(type.name()) instanceof ValueType<?> serving
                                        && isAmong(present, serving));
    }

    long left(Predicate<ValueType<?>> concerned) {
        return count(concerned);
    }

    @Override
    public long failed(Bundle withdrawn) {
        Sweep sweep = sweeps.get(withdrawn.getBundleId());
        return sweep == null ? 0 : sweep.failed();
    }

    @Override
    public boolean isWalked(Bundle withdrawn) {
        return snapshots.haveAny(intake.all(withdrawn));
    }
}
