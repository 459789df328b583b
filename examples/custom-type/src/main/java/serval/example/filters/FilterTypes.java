package serval.example.filters;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import serval.sdk.type.ValueType;

/** Publishes the two types. They are objects of the bundle's and no components, for values refer to them and outlive components. */
@Component(
        service = {},
        immediate = true)
public final class FilterTypes {
    private final List<ServiceRegistration<?>> registrations;

    /** Publishes them. */
    @Activate
    public FilterTypes(BundleContext context) {
        Dictionary<String, Object> none = new Hashtable<>();
        registrations = List.of(
                context.registerService(ValueType.class, Bloom.TYPE, none),
                context.registerService(ValueType.class, Cuckoo.TYPE, none));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
