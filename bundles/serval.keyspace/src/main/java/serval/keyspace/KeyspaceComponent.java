package serval.keyspace;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.sdk.config.DirectiveSet;
import serval.sdk.type.ValueType;
import serval.sdk.value.BuiltinTypes;
import serval.spi.gate.Gate;
import serval.spi.keyspace.Conversions;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.KeyspaceStatistics;
import serval.spi.keyspace.MemoryAccounts;
import serval.spi.module.Intake;
import serval.spi.snapshot.Snapshots;

/** Ties the keyspace to the services around it. Types come and go dynamically. */
@Component(
        service = {},
        immediate = true)
public final class KeyspaceComponent {
    private final KeyspaceDirectives directives = new KeyspaceDirectives();
    private final TypeRegistry types = new TypeRegistry(directives);
    private final KeyspaceImpl keyspace = new KeyspaceImpl(directives, types);
    private final TypeIntake intake = new TypeIntake(types);
    private final SnapshotsImpl snapshots = new SnapshotsImpl(keyspace);
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    void activate(BundleContext context) {
        register(context, DirectiveSet.class, directives::all);
        register(context, Keyspace.class, keyspace);
        register(context, MemoryAccounts.class, keyspace.memory());
        register(context, KeyspaceStatistics.class, keyspace.statistics());
        register(context, Snapshots.class, snapshots);
        register(context, Conversions.class, new ConversionsImpl(keyspace, intake, snapshots));
        register(context, Intake.class, intake);
        register(context, BuiltinTypes.class, new CollectionTypes(types));
        register(context, Gate.class, new MemoryGate(keyspace));
    }

    private <S> void register(BundleContext context, Class<S> type, S service) {
        registrations.add(context.registerService(type, service, new Hashtable<>()));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindType(ValueType<?> type, ServiceReference<ValueType<?>> reference) {
        intake.arrived(type, reference);
    }

    void unbindType(ValueType<?> type, ServiceReference<ValueType<?>> reference) {
        intake.departed(type, reference);
    }
}
