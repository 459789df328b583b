package serval.testbundle;

import org.osgi.service.component.annotations.Component;
import serval.sdk.type.ValueType;

/** Publishes the type: an object of the bundle's, not the component, for values outlive components. */
@Component(
        service = {},
        immediate = true)
public final class TypeComponent {
    private final org.osgi.framework.ServiceRegistration<?> registration;

    /** Publishes the type. */
    @org.osgi.service.component.annotations.Activate
    public TypeComponent(org.osgi.framework.BundleContext context) {
        registration = context.registerService(ValueType.class, Lines.TYPE, new java.util.Hashtable<>());
    }

    @org.osgi.service.component.annotations.Deactivate
    void deactivate() {
        registration.unregister();
    }
}
