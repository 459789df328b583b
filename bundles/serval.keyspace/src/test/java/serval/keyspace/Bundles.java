package serval.keyspace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import serval.sdk.type.ValueType;
import serval.spi.module.Phase;

/** A framework with bundles that hold nothing, and whose types are published for them. */
final class Bundles implements AutoCloseable {
    private final Framework framework;
    private final TypeIntake intake;
    private final Map<ValueType<?>, ServiceRegistration<?>> published = new HashMap<>();
    private int installed;

    Bundles(Path folder, TypeIntake intake) throws BundleException {
        this.intake = intake;
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.toString(),
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE));
        framework.start();
    }

    /** Installs and starts an empty bundle. */
    Bundle start(String name, String version) throws BundleException, IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        main.putValue(Constants.BUNDLE_VERSION, version);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        Bundle bundle = framework
                .getBundleContext()
                .installBundle("test:" + installed++, new ByteArrayInputStream(jar.toByteArray()));
        bundle.start();
        return bundle;
    }

    /** Publishes a type for a bundle, as its component would. */
    void publish(Bundle bundle, ValueType<?> type) {
        ServiceRegistration<?> registration =
                bundle.getBundleContext().registerService(ValueType.class, type, new Hashtable<>());
        published.put(type, registration);
        intake.arrived(type, reference(registration));
    }

    /** Takes a type back, as its bundle does when it stops. */
    void unpublish(ValueType<?> type) {
        ServiceRegistration<?> registration = published.remove(type);
        intake.departed(type, reference(registration));
        registration.unregister();
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<ValueType<?>> reference(ServiceRegistration<?> registration) {
        return (ServiceReference<ValueType<?>>) registration.getReference();
    }

    /** A bundle that is staged with a type. */
    Bundle stage(String name, String version, ValueType<?> type) throws BundleException, IOException {
        Bundle bundle = start(name, version);
        Phase.set(bundle, Phase.STAGED);
        publish(bundle, type);
        return bundle;
    }

    @Override
    public void close() throws BundleException {
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            Phase.set(bundle, Phase.SERVING);
        }
        framework.stop();
        try {
            framework.waitForStop(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
