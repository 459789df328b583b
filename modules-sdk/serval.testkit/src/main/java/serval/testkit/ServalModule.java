package serval.testkit;

import java.nio.file.Path;
import java.util.List;
import serval.testkit.internal.Container;
import serval.testkit.internal.Modules;
import serval.testkit.internal.RunningServer;

/** The module under test, as a bundle of a running server: it can be taken away and come back, in this version or another. */
public final class ServalModule {
    private final RunningServer server;
    private final String name;
    private long bundle = -1;

    ServalModule(RunningServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** The module's name: the symbolic name of its bundle. */
    public String name() {
        return name;
    }

    /**
     * Installs a version of the module and starts it; the version that is there goes first.
     *
     * @throws IllegalStateException if it cannot be, with the reason
     */
    public void install(Path jar) {
        if (!Modules.symbolicName(jar).equals(name)) {
            throw new IllegalStateException(jar + " is " + Modules.symbolicName(jar) + ", not " + name);
        }
        List<String> unpromised = Modules.unpromised(jar);
        if (!unpromised.isEmpty()) {
            throw new IllegalStateException("Module " + name + " imports packages that no server promises to modules: "
                    + unpromised + ". Embed them (-privatepackage in bnd.bnd), or do without");
        }
        inside(container -> {
            if (bundle >= 0) {
                container.stop(bundle);
            }
            bundle = container.install(jar);
            container.start(bundle);
        });
    }

    /** Stops the module: its commands are gone, its values are parked. */
    public void stop() {
        inside(container -> container.stop(bundle));
    }

    /** Starts the module again: its commands are back, and so are its values. */
    public void start() {
        inside(container -> container.start(bundle));
    }

    /** Takes the module out: its commands are gone, its values are parked. */
    public void remove() {
        inside(container -> {
            // Not uninstalled: values that its classes made are parked at their next use, and by its classes.
            container.stop(bundle);
            bundle = -1;
        });
    }

    /** The names of the data types that it declares. */
    public List<String> types() {
        try {
            return server.container().types(bundle);
        } catch (Exception failed) {
            throw wrapped(failed);
        }
    }

    private interface Action {
        void on(Container container) throws Exception;
    }

    private void inside(Action action) {
        try {
            action.on(server.container());
        } catch (Exception failed) {
            throw wrapped(failed);
        }
    }

    private RuntimeException wrapped(Exception failed) {
        return failed instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException("Module " + name + ": " + failed.getMessage(), failed);
    }
}
