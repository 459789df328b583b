package serval.keyspace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import serval.keyspace.rdb.ModuleId;
import serval.sdk.type.Codec;
import serval.sdk.type.ValueType;
import serval.spi.module.Arrivals;

/** Takes types up from the bundles that publish them. */
final class TypeIntake extends Arrivals<ValueType<?>> {
    private final TypeRegistry registry;

    /** What is in service, with the bundle's number: a reference does not tell it any more when its service has gone. */
    private final List<Entered> serving = new ArrayList<>();

    private boolean exchanging;

    private record Entered(ValueType<?> type, ServiceReference<? extends ValueType<?>> reference, long bundle) {}

    TypeIntake(TypeRegistry registry) {
        super("types");
        this.registry = registry;
    }

    @Override
    protected void enter(ValueType<?> type, ServiceReference<? extends ValueType<?>> reference) {
        Bundle bundle = reference.getBundle();
        if (bundle != null) {
            registry.enter(type, bundle.getBundleId(), bundle.getSymbolicName());
            serving.add(new Entered(type, reference, bundle.getBundleId()));
        }
    }

    @Override
    protected void leave(ValueType<?> type, ServiceReference<? extends ValueType<?>> reference) {
        // By index: to look for a record by itself takes milliseconds the first time, and this is under the engine
        // lock.
        for (int i = 0; i < serving.size(); i++) {
            Entered one = serving.get(i);
            if (one.type == type && one.reference.equals(reference)) {
                serving.remove(i);
                registry.leave(type, one.bundle, exchanging);
                return;
            }
        }
    }

    @Override
    public synchronized void exchange(@Nullable Bundle leaving, @Nullable Bundle entering) {
        exchanging = true;
        try {
            super.exchange(leaving, entering);
        } finally {
            exchanging = false;
        }
    }

    @Override
    protected List<String> names(ValueType<?> type) {
        return List.of(type.name());
    }

    /** The types that a bundle publishes, in service or not. */
    synchronized List<ValueType<?>> published(Bundle bundle) {
        return of(bundle);
    }

    /** The types of a bundle that may have made values: those it publishes, and those it published. */
    synchronized List<ValueType<?>> all(Bundle bundle) {
        List<ValueType<?>> types = registry.entered(bundle.getBundleId());
        for (ValueType<?> type : of(bundle)) {
            if (types.stream().noneMatch(one -> one == type)) {
                types.add(type);
            }
        }
        return types;
    }

    @Override
    public synchronized List<String> conflicts(Bundle entering, @Nullable Bundle leaving) {
        List<String> conflicts = new ArrayList<>();
        List<ValueType<?>> mine = of(entering);
        for (int i = 0; i < mine.size(); i++) {
            ValueType<?> type = mine.get(i);
            String which = "type " + type.name() + " of " + name(entering);
            if (type.name().equals("string") || TypeRegistry.commonCode(type, StringType.INSTANCE) >= 0) {
                conflicts.add(which + " is refused: strings are the keyspace's own");
                continue;
            }
            if (isModules(type) && !ModuleId.isName(type.name())) {
                conflicts.add(which + " cannot be saved: a module type's name has nine characters of A-Z a-z 0-9 - _");
            }
            for (Entered other : serving) {
                Bundle owner = other.reference.getBundle();
                if (owner != null && !owner.equals(entering) && !owner.equals(leaving)) {
                    tell(conflicts, which, type, other.type, name(owner));
                }
            }
            for (ValueType<?> other : mine.subList(i + 1, mine.size())) {
                tell(conflicts, which, type, other, name(entering) + " itself, once more");
            }
        }
        return conflicts;
    }

    private static void tell(
            List<String> conflicts, String which, ValueType<?> type, ValueType<?> other, String owner) {
        if (type.name().equals(other.name())) {
            conflicts.add(which + " is there already: it belongs to " + owner);
        } else if (TypeRegistry.overlap(type, other)) {
            conflicts.add(which + " claims RDB type code " + TypeRegistry.commonCode(type, other) + ", which type "
                    + other.name() + " has: it belongs to " + owner);
        }
    }

    private static boolean isModules(ValueType<?> type) {
        for (int code : type.codec().codes()) {
            if (code == Codec.MODULE) {
                return true;
            }
        }
        return false;
    }

    private static String name(Bundle bundle) {
        return "bundle " + bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
