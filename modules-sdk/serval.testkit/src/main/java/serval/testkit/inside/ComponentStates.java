package serval.testkit.inside;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Asks the component runtime which components of a bundle do not work, and why. */
final class ComponentStates {
    private static final String RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    private static final int UNSATISFIED_REFERENCE = 2;
    private static final int FAILED_ACTIVATION = 16;

    private final BundleContext context;

    ComponentStates(BundleContext context) {
        this.context = context;
    }

    /** A sentence for each component that misses a service or throws in its activation. */
    List<String> failed(Bundle bundle) throws Exception {
        List<String> sentences = new ArrayList<>();
        ServiceReference<?> reference = context.getServiceReference(RUNTIME);
        if (reference == null) {
            return sentences;
        }
        Object runtime = context.getService(reference);
        Object descriptions =
                Inside.call(runtime, RUNTIME, "getComponentDescriptionDTOs", (Object) new Bundle[] {bundle});
        for (Object component : (Collection<?>) descriptions) {
            String name = String.valueOf(field(component, "name"));
            for (Object configuration :
                    (Collection<?>) Inside.call(runtime, RUNTIME, "getComponentConfigurationDTOs", component)) {
                int state = (Integer) field(configuration, "state");
                if (state == UNSATISFIED_REFERENCE) {
                    List<String> missing = new ArrayList<>();
                    for (Object unsatisfied : (Object[]) field(configuration, "unsatisfiedReferences")) {
                        missing.add(String.valueOf(field(unsatisfied, "name")));
                    }
                    sentences.add("component " + name + " misses the services of its references " + missing);
                } else if (state == FAILED_ACTIVATION) {
                    sentences.add("component " + name + " fails: " + firstLine(field(configuration, "failure")));
                }
            }
        }
        return sentences;
    }

    private static String firstLine(Object trace) {
        return String.valueOf(trace).lines().findFirst().orElse("");
    }

    private static Object field(Object dto, String name) throws ReflectiveOperationException {
        return dto.getClass().getField(name).get(dto);
    }
}
