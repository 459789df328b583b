package serval.modules;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Finds out what a bundle that does not resolve lacks. */
final class Resolution {
    private static final Pattern LEAST = Pattern.compile("\\(version>=([^)]*)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]*)\\)\\)");
    private static final Pattern MOST = Pattern.compile("\\(version<=([^)]*)\\)");

    private final BundleContext context;
    private final FrameworkWiring wiring;

    Resolution(BundleContext context) {
        this.context = context;
        wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    /** Resolves a bundle; the sentences say what is missing, and there are none if it resolved. */
    List<String> resolve(Bundle bundle) {
        if (wiring.resolveBundles(List.of(bundle))) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
            boolean optional = Constants.RESOLUTION_OPTIONAL.equals(
                    requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
            boolean now = effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE);
            if (now && !optional && !isProvided(requirement, revision)) {
                missing.add(sentence(requirement));
            }
        }
        return missing.isEmpty() ? List.of("its imports contradict one another") : missing;
    }

    private boolean isProvided(BundleRequirement requirement, BundleRevision revision) {
        for (BundleCapability own : revision.getDeclaredCapabilities(requirement.getNamespace())) {
            if (requirement.matches(own)) {
                return true;
            }
        }
        for (Bundle bundle : context.getBundles()) {
            BundleRevision other = bundle.adapt(BundleRevision.class);
            if (other == null || other == revision) {
                continue;
            }
            for (BundleCapability capability : other.getDeclaredCapabilities(requirement.getNamespace())) {
                if (requirement.matches(capability)) {
                    return true;
                }
            }
        }
        return false;
    }

    private String sentence(BundleRequirement requirement) {
        String filter = String.valueOf(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE));
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return packages(filter, requirement);
        }
        if (requirement.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            return "it needs another Java than this one, which is "
                    + Runtime.version().feature() + ": " + filter;
        }
        return "it requires " + requirement.getNamespace() + " " + filter + ", which nothing here provides";
    }

    private String packages(String filter, BundleRequirement requirement) {
        Matcher named = Pattern.compile("\\(osgi\\.wiring\\.package=([^)]*)\\)").matcher(filter);
        String name = named.find() ? named.group(1) : String.valueOf(requirement);
        TreeSet<Version> present = versions(name);
        String wanted = "package " + name + range(filter);
        if (present.isEmpty()) {
            return "it imports " + wanted + ", which no bundle exports";
        }
        String here =
                String.join(" and ", present.stream().map(Version::toString).toList());
        return name.startsWith("serval.")
                ? "it was built for another version of the SDK: it imports " + wanted + ", and the server has " + here
                : "it imports " + wanted + ", and the version here is " + here;
    }

    private TreeSet<Version> versions(String name) {
        TreeSet<Version> present = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            for (BundleCapability capability : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                if (name.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
                        && capability.getAttributes().get(Constants.VERSION_ATTRIBUTE) instanceof Version version) {
                    present.add(version);
                }
            }
        }
        return present;
    }

    /** The range of a filter as a manifest writes it. */
    private static String range(String filter) {
        Matcher below = BELOW.matcher(filter);
        Matcher most = MOST.matcher(filter);
        Matcher least = LEAST.matcher(below.replaceAll(""));
        below.reset();
        if (!least.find()) {
            return "";
        }
        if (below.find()) {
            return " in version [" + least.group(1) + "," + below.group(1) + ")";
        }
        return most.find()
                ? " in version [" + least.group(1) + "," + most.group(1) + "]"
                : " in version " + least.group(1) + " or later";
    }
}
