package serval.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class loader that has its own copy of the framework, of SLF4J and of bnd, taken from where the tests' class loader has them.
 *
 * <p>So servers do not meet in static fields, every line of a server's log is known to be that server's, and what tests log with is
 * left alone. Everything else, the JDK first of all, is shared with the tests.
 */
public final class SeparateLoader extends ClassLoader {
    private static final List<String> OWN = List.of(
            "serval.testkit.inside.", "serval.launcher.", "org.apache.felix.", "org.osgi.", "org.slf4j.", "aQute.");
    private static final String LOG_PROVIDERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    private static final String OUR_LOG_PROVIDER = "serval/testkit/log-provider";

    static {
        registerAsParallelCapable();
    }

    /** Creates a loader beside the one that loaded this class. */
    public SeparateLoader() {
        super(SeparateLoader.class.getClassLoader());
    }

    /** A new object of a class of this loader's own, which implements a type that is shared. */
    public <T> T create(Class<T> shared, String implementation, Class<?>[] types, Object... arguments) {
        try {
            return shared.cast(loadClass(implementation).getConstructor(types).newInstance(arguments));
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("The testkit or the launcher is incomplete on the class path", broken);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (OWN.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = file.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        return super.getResource(name.equals(LOG_PROVIDERS) ? OUR_LOG_PROVIDER : name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (name.equals(LOG_PROVIDERS)) {
            URL ours = getResource(name);
            return ours == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(ours));
        }
        return super.getResources(name);
    }
}
