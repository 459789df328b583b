package serval.testkit.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The jars on the class path, and which of them are the server's bundles. Asked by their manifests, so any form of class path will do. */
final class ClassPath {
    /** Bundles of others that a server consists of; ours are those whose name begins with "serval." and that ours need. */
    private static final Set<String> OTHERS = Set.of(
            "org.apache.felix.scr", "org.osgi.service.component", "org.osgi.util.promise", "org.osgi.util.function");

    private static final Set<String> NO_BUNDLES =
            Set.of("serval.launcher", "serval.testkit", "serval.bom", "serval.archetype");

    /** Modules, which servers begin without. */
    private static final String EXAMPLES = "serval.example.";

    /** Symbolic name by jar; the name is empty for a jar that is no bundle. */
    private final Map<Path, String> jars = new LinkedHashMap<>();

    private ClassPath() {}

    static ClassPath read() {
        ClassPath path = new ClassPath();
        try {
            for (URL url : Collections.list(ClassPath.class.getClassLoader().getResources(JarFile.MANIFEST_NAME))) {
                if (url.openConnection() instanceof JarURLConnection connection) {
                    Attributes main = connection.getManifest().getMainAttributes();
                    String name = main.getValue("Bundle-SymbolicName");
                    Path jar = Path.of(connection.getJarFileURL().toURI());
                    path.jars.put(jar, name == null ? "" : name.split(";")[0].trim());
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException odd) {
            throw new IllegalStateException(odd);
        }
        return path;
    }

    /** Every jar. */
    List<Path> all() {
        return List.copyOf(jars.keySet());
    }

    /** The bundles that make a server. */
    List<Path> server() {
        List<Path> bundles = new ArrayList<>();
        jars.forEach((jar, name) -> {
            boolean ours = name.startsWith("serval.") && !name.startsWith(EXAMPLES) && !NO_BUNDLES.contains(name);
            if (ours || OTHERS.contains(name) || name.startsWith("io.netty.")) {
                bundles.add(jar);
            }
        });
        if (!jars.containsValue("serval.engine") || !jars.containsValue("serval.server")) {
            throw new IllegalStateException(
                    "The server's bundles are not on the class path as jars. They come with the artifact"
                            + " dev.serval:serval.testkit; an IDE that takes them from open projects has to be told to take the jars");
        }
        return bundles;
    }

    /** The lines of the distribution's file of start levels. */
    static List<String> startLevels() {
        try (InputStream file = ClassPath.class.getResourceAsStream("/serval/testkit/start-levels")) {
            if (file == null) {
                throw new IllegalStateException("The testkit's jar is incomplete: it has no start-levels");
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
