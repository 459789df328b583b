package serval.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.testkit.internal.Modules;
import serval.testkit.internal.RunningServer;

/**
 * The module under test. It is installed, exchanged and removed as operators do it, by MODULE LOAD, UPGRADE and UNLOAD, while
 * clients stay connected: a version is staged, tests itself and is taken over in one step; values convert, park and revive.
 */
public final class ServalModule {
    private final ServalServer server;
    private final RunningServer running;
    private final String name;
    private Path jar;
    private int copies;

    ServalModule(ServalServer server, RunningServer running, Path jar) {
        this.server = server;
        this.running = running;
        this.jar = jar;
        name = Modules.symbolicName(jar);
    }

    /** The module's name: the symbolic name of its bundle. */
    public String name() {
        return name;
    }

    /** The jar of the version in service, or of the one that was last. */
    public Path jar() {
        return jar;
    }

    /**
     * Installs the module, in the version that was there last: MODULE LOAD.
     *
     * @param arguments the module's own
     * @throws IllegalStateException if the server refuses, with its answer
     */
    public void load(String... arguments) {
        Object[] words = new Object[3 + arguments.length];
        words[0] = "MODULE";
        words[1] = "LOAD";
        words[2] = offered(jar);
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        run(words);
    }

    /**
     * Exchanges the module for another version, newer or older: MODULE UPGRADE. Returns when that is in service and the values of
     * the one before are converted.
     *
     * @throws IllegalStateException if the server refuses, with its answer; all is as it was
     */
    public void upgrade(Path other) {
        if (!Modules.symbolicName(other).equals(name)) {
            throw new IllegalStateException(other + " is " + Modules.symbolicName(other) + ", not " + name);
        }
        run("MODULE", "UPGRADE", offered(other));
        jar = other;
        server.await("values of the version before", () -> !"settling".equals(state()));
    }

    /** Takes the module out: MODULE UNLOAD. Returns when its commands are gone, its values parked and its bundle uninstalled. */
    public void unload() {
        run("MODULE", "UNLOAD", name);
        server.await("the end of " + name, () -> state() == null);
    }

    private void run(Object... words) {
        try {
            server.call(words);
        } catch (ErrorReplyException refused) {
            throw new IllegalStateException("Module " + name + ": " + refused.getMessage(), refused);
        }
    }

    /** Looks a jar through and puts it where the server takes it from. */
    private Path offered(Path module) {
        List<String> unpromised = Modules.unpromised(module);
        if (!unpromised.isEmpty()) {
            throw new IllegalStateException("Module " + name + " imports packages that no server promises to modules: "
                    + unpromised + ". Embed them (-privatepackage in bnd.bnd), or do without");
        }
        try {
            // Another name each time: the file of a version in service stays as it is.
            return Files.copy(module, running.vendors().resolve(name + "-" + ++copies + ".jar"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** What MODULE LIST says, or null if it does not list the module. */
    private @Nullable String state() {
        for (Object row : (List<?>) java.util.Objects.requireNonNull(server.call("MODULE", "LIST"))) {
            if (name.equals(field(row, "name"))) {
                return field(row, "state");
            }
        }
        return null;
    }

    private static @Nullable String field(Object row, String field) {
        if (row instanceof Map<?, ?> map) {
            return String.valueOf(map.get(field));
        }
        List<?> words = (List<?>) row;
        int at = words.indexOf(field);
        return at < 0 ? null : String.valueOf(words.get(at + 1));
    }

    /**
     * The class loader of the version in service. When it has left the server nothing may hold it: {@code server.await("collection",
     * () -> {System.gc(); return loader.refersTo(null);})}.
     */
    public WeakReference<ClassLoader> classLoader() {
        return running.container().classLoader(name);
    }

    /** The names of the data types that it declares. */
    public List<String> types() {
        try {
            return running.container().types(name);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("Module " + name + ": " + failed.getMessage(), failed);
        }
    }
}
