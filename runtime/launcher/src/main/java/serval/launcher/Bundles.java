package serval.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs jars and starts them, level by level.
 *
 * <p>A jar that is no bundle, does not resolve or throws when it starts costs its own function and nothing else: the log
 * names it and its cause, and the others start.
 */
final class Bundles {
    private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);

    private final BundleContext context;
    private final StartLevels levels;
    private final List<Bundle> installed = new ArrayList<>();

    Bundles(BundleContext context, StartLevels levels) {
        this.context = context;
        this.levels = levels;
    }

    void install(List<Path> jars) {
        for (Path jar : jars) {
            install(jar.toString());
        }
    }

    private void install(String jar) {
        try {
            // By reference: the framework reads the jar where it lies instead of copying it to its cache.
            Bundle bundle = context.installBundle("reference:file:" + jar);
            if (bundle.getSymbolicName() == null) {
                LOG.error("{} is not an OSGi bundle: it names no Bundle-SymbolicName", jar);
                bundle.uninstall();
                return;
            }
            bundle.adapt(BundleStartLevel.class).setStartLevel(levels.of(bundle.getSymbolicName()));
            installed.add(bundle);
        } catch (BundleException refused) {
            LOG.error("Bundle {} cannot be installed: {}", jar, reason(refused));
        }
    }

    void start() {
        installed.sort(Comparator.comparingInt(bundle -> levels.of(bundle.getSymbolicName())));
        for (Bundle bundle : installed) {
            if (isFragment(bundle)) {
                continue;
            }
            try {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            } catch (BundleException refused) {
                LOG.error(
                        "Bundle {} {} does not start, the server goes on without it: {}",
                        bundle.getSymbolicName(),
                        bundle.getVersion(),
                        reason(refused));
                LOG.debug("Why {} does not start", bundle.getSymbolicName(), refused);
            }
        }
        for (Bundle bundle : installed) {
            if (isFragment(bundle) && bundle.getState() == Bundle.INSTALLED) {
                LOG.warn("Fragment {} {} is attached to no bundle", bundle.getSymbolicName(), bundle.getVersion());
            }
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** The messages of a fault and of its causes, in one line. */
    static String reason(Throwable fault) {
        StringBuilder text = new StringBuilder(describe(fault));
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            text.append(" <- ").append(describe(cause));
        }
        return text.toString().replace('\n', ' ');
    }

    private static String describe(Throwable fault) {
        return fault instanceof BundleException && fault.getMessage() != null ? fault.getMessage() : fault.toString();
    }
}
