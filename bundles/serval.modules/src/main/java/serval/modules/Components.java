package serval.modules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Asks the component runtime how the declarative components of a bundle fare; it does not tell whoever starts the bundle. */
final class Components {
    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Sentences on the components that failed or cannot start. */
    List<String> problems(Bundle bundle) {
        List<String> problems = new ArrayList<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundle)) {
            if (!runtime.isComponentEnabled(description)) {
                continue;
            }
            for (ComponentConfigurationDTO component : runtime.getComponentConfigurationDTOs(description)) {
                String problem = problem(description, component);
                if (problem != null) {
                    problems.add(problem);
                }
            }
        }
        return problems;
    }

    private static @Nullable String problem(ComponentDescriptionDTO description, ComponentConfigurationDTO component) {
        return switch (component.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                "its component " + description.name + " failed when it was activated: " + cause(component.failure);
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                "its component " + description.name + " waits for a configuration object, which nothing here provides";
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                "its component " + description.name + " finds no service for " + references(description, component);
            default -> null;
        };
    }

    private static String references(ComponentDescriptionDTO description, ComponentConfigurationDTO component) {
        List<String> names = new ArrayList<>();
        for (UnsatisfiedReferenceDTO unsatisfied : component.unsatisfiedReferences) {
            String type = "";
            for (ReferenceDTO reference : description.references) {
                if (reference.name.equals(unsatisfied.name)) {
                    type = " (" + reference.interfaceName + ")";
                }
            }
            names.add("its reference " + unsatisfied.name + type);
        }
        return String.join(" and ", names);
    }

    /** The innermost cause of a stack trace. */
    private static String cause(@Nullable String trace) {
        if (trace == null) {
            return "for a reason that it did not tell";
        }
        String cause = trace.lines().findFirst().orElse(trace);
        for (String line : trace.lines().toList()) {
            if (line.startsWith("Caused by: ")) {
                cause = line.substring("Caused by: ".length());
            }
        }
        return cause.strip();
    }
}
