package serval.modules;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/**
 * A module and how it fares. It refers to bundles by their numbers only: a bundle that was uninstalled must be free to go.
 */
final class InstalledModule {
    /** How a module fares; {@link #toString} is what MODULE LIST says. */
    enum State {
        /** In service. */
        ACTIVE,
        /** In service, with the version before ready to come back. */
        PROBATION,
        /** The values of the version before are being converted. */
        SETTLING,
        /** Being removed: something still holds it. */
        LEAVING,
        /** Taken out of service because of its faults, without a version before it. */
        FAILED,
        /** Its start never came back. */
        HUNG;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Who wanted it. */
    enum Origin {
        /** A command. */
        COMMAND,
        /** A line of the configuration. */
        LOADMODULE,
        /** A jar in the watched folder. */
        FOLDER,
        /** It came with the server. */
        DISTRIBUTION
    }

    private final String name;
    /** The jar that the distribution has of it, or null. */
    final @Nullable Path original;

    volatile Version version;
    volatile Path path;
    volatile String digest;
    volatile long bundle;
    volatile List<String> arguments;
    volatile Origin origin;
    volatile State state = State.ACTIVE;
    volatile String reason = "";
    /** Whether it came without a version before it. */
    volatile boolean isNew;
    /** The versions that have not left yet, in the order of their coming. */
    final List<Former> formers = new CopyOnWriteArrayList<>();

    private final List<WeakReference<ClassLoader>> departed = new CopyOnWriteArrayList<>();

    /** A version that is no longer in service and whose bundle is still there. */
    static final class Former {
        final Version version;
        final Path path;
        final String digest;
        final long bundle;
        final Origin origin;
        /** Whether it is kept to come back. */
        volatile boolean isReserve = true;
        /** What holds it, as the engine says it. */
        volatile String holding = "";

        Former(InstalledModule module) {
            version = module.version;
            path = module.path;
            digest = module.digest;
            bundle = module.bundle;
            origin = module.origin;
        }
    }

    InstalledModule(
            String name,
            Version version,
            Path path,
            String digest,
            long bundle,
            List<String> arguments,
            Origin origin,
            @Nullable Path original) {
        this.name = name;
        this.version = version;
        this.path = path;
        this.digest = digest;
        this.bundle = bundle;
        this.arguments = arguments;
        this.origin = origin;
        this.original = original;
    }

    String name() {
        return name;
    }

    /** Whether clients can use it now. */
    boolean isServing() {
        State now = state;
        return now == State.ACTIVE || now == State.PROBATION || now == State.SETTLING;
    }

    /** A version as one number, as Redis' clients know it: 10203 is 1.2.3. */
    static long number(Version version) {
        return version.getMajor() * 10_000L + version.getMinor() * 100L + version.getMicro();
    }

    /** Notes the class loader of a version that was uninstalled. */
    void departed(WeakReference<ClassLoader> loader) {
        awaitingCollection();
        departed.add(loader);
    }

    /** The number of class loaders of former versions that the garbage collector has not taken yet. */
    int awaitingCollection() {
        departed.removeIf(loader -> loader.refersTo(null));
        return departed.size();
    }

    /** The version that would come back, or null. */
    @Nullable
    Former reserve() {
        for (Former former : formers) {
            if (former.isReserve) {
                return former;
            }
        }
        return null;
    }
}
