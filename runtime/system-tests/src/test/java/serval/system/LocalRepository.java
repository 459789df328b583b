package serval.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A local Maven repository that has what the present build made, as if it had been installed or downloaded, and otherwise what the
 * machine's own has. The reactor itself never installs anything.
 */
final class LocalRepository implements AutoCloseable {
    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
    private static final Pattern ARTIFACT = Pattern.compile("(?s)^(?:.*?</parent>)?.*?<artifactId>(.*?)</artifactId>");
    private static final List<String> NOT_PUBLISHED = List.of(
            "runtime/checks", "runtime/test-bundle", "runtime/system-tests", "runtime/benchmarks", "runtime/formatter");

    private final Path folder;

    private LocalRepository(Path folder) {
        this.folder = folder;
    }

    /** Lays a repository out in an empty folder. */
    static LocalRepository layOut(Path folder, Path sources, Path machine, String version) throws IOException {
        LocalRepository repository = new LocalRepository(folder);
        link(machine, folder, "dev");
        if (Files.isDirectory(machine.resolve("dev"))) {
            link(machine.resolve("dev"), Files.createDirectories(folder.resolve("dev")), "serval");
        }
        String pom = Files.readString(sources.resolve("pom.xml"));
        repository.put(sources, version);
        Matcher modules = MODULE.matcher(pom);
        while (modules.find()) {
            if (!NOT_PUBLISHED.contains(modules.group(1))) {
                repository.put(sources.resolve(modules.group(1)), version);
            }
        }
        return repository;
    }

    Path folder() {
        return folder;
    }

    /** Takes the links away, so that nothing that removes the folder gets at what they point to. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> entries = Files.walk(folder, 2)) {
            for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toRealPath());
                }
            }
        }
    }

    private void put(Path project, String version) throws IOException {
        Matcher artifact = ARTIFACT.matcher(Files.readString(project.resolve("pom.xml")));
        if (!artifact.find()) {
            throw new IOException(project + " has no artifactId");
        }
        String name = artifact.group(1);
        Path place = Files.createDirectories(
                folder.resolve("dev").resolve("serval").resolve(name).resolve(version));
        Files.copy(project.resolve("pom.xml"), place.resolve(name + "-" + version + ".pom"));
        Path jar = project.resolve("target").resolve(name + "-" + version + ".jar");
        if (Files.isRegularFile(jar)) {
            Files.copy(jar, place.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
