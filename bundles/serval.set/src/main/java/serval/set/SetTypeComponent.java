package serval.set;

import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import serval.sdk.type.ValueType;

/** Publishes the type: an object of the bundle's and not the component itself, for values outlive components. */
@Component(
        service = {},
        immediate = true)
public final class SetTypeComponent {
    private final ServiceRegistration<?> registration;

    /** Publishes the type. */
    @Activate
    public SetTypeComponent(BundleContext context) {
        registration = context.registerService(ValueType.class, SetType.INSTANCE, new Hashtable<>());
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
    }
}
