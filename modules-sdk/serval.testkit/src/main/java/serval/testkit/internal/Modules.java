package serval.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The jars of modules: built from a project, or found by a name. */
public final class Modules {
    /** What a module may import without bringing it along: what every server promises. */
    private static final List<String> PROMISED = List.of(
            "serval.sdk.",
            "serval.bytes",
            "serval.structures",
            "org.slf4j",
            "org.osgi.",
            "java.",
            "javax.",
            "org.w3c.",
            "org.xml.");

    private static final Map<Path, Path> BUILT = new ConcurrentHashMap<>();

    private Modules() {}

    /** Builds the module that a test class belongs to; once for each JVM. */
    public static Path build(Class<?> test) {
        return build(ModuleProject.of(test));
    }

    /** Builds the module of a Maven project's folder; once for each JVM. */
    public static Path build(Path folder) {
        return build(new ModuleProject(folder));
    }

    private static Path build(ModuleProject project) {
        if (!project.hasClasses()) {
            throw new IllegalStateException(project.classes() + " does not exist: there is no module to test."
                    + " @ServalTest(module = \"a.jar\") names one that is built already");
        }
        return BUILT.computeIfAbsent(project.folder(), folder -> {
            Path jar = folder.resolve("target").resolve("testkit").resolve("module.jar");
            try {
                new SeparateLoader()
                        .create(BundleBuilder.class, "serval.testkit.inside.BndBuilder", new Class<?>[0])
                        .build(
                                project.classes(),
                                project.instructions(),
                                project.properties(),
                                ClassPath.read().all(),
                                jar);
            } catch (RuntimeException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new IllegalStateException("The module in " + project.classes() + " cannot be built", failed);
            }
            return jar;
        });
    }

    /**
     * The jar that a word names: a path, absolute or from the test's project, or {@code group:artifact:version} in the local Maven
     * repository.
     */
    public static Path find(String name, Class<?> test) {
        Path folder = ModuleProject.of(test).folder();
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
            return file;
        }
        String[] words = name.split(":");
        if (words.length == 3) {
            String local = System.getProperty(
                    "maven.repo.local",
                    Path.of(System.getProperty("user.home"), ".m2", "repository")
                            .toString());
            Path jar = Path.of(local)
                    .resolve(words[0].replace('.', '/'))
                    .resolve(words[1])
                    .resolve(words[2])
                    .resolve(words[1] + "-" + words[2] + ".jar");
            if (Files.isRegularFile(jar)) {
                return jar;
            }
            throw new IllegalStateException(
                    jar + " does not exist; mvn dependency:get -Dartifact=" + name + " fetches it");
        }
        throw new IllegalStateException(file + " does not exist, and " + name + " is not group:artifact:version");
    }

    /** The symbolic name of a jar; throws {@link IllegalStateException} if it is no bundle. */
    public static String symbolicName(Path jar) {
        String name = manifest(jar).getValue("Bundle-SymbolicName");
        if (name == null) {
            throw new IllegalStateException(jar + " is not an OSGi bundle: its manifest has no Bundle-SymbolicName");
        }
        return name.split(";")[0].trim();
    }

    /** The packages that a jar demands of a server and that no server promises: a module has to do without them. */
    public static List<String> unpromised(Path jar) {
        String imports = manifest(jar).getValue("Import-Package");
        List<String> found = new ArrayList<>();
        if (imports != null) {
            // Commas within quotes belong to version ranges.
            for (String clause : imports.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
                String name = clause.split(";")[0].trim();
                boolean optional =
                        clause.contains("resolution:=optional") || clause.contains("resolution:=\"optional\"");
                if (!optional
                        && PROMISED.stream()
                                .noneMatch(promised -> name.startsWith(promised) || (name + ".").equals(promised))) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private static Attributes manifest(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getManifest() == null) {
                throw new IllegalStateException(jar + " is not an OSGi bundle: it has no manifest");
            }
            return file.getManifest().getMainAttributes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(jar + " cannot be read", unreadable);
        }
    }
}
