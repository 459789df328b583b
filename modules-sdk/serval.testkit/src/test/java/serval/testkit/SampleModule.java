package serval.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import serval.testkit.internal.Modules;

/** Makes projects of the sample module's classes, in two versions: what the testkit expects to find around a test. */
final class SampleModule implements BeforeAllCallback {
    static final Path FIRST = project("1.0.0").resolve("target/testkit/module.jar");
    static final Path SECOND = project("2.0.0").resolve("target/testkit/module.jar");

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        build("1.0.0");
        build("2.0.0");
    }

    private static Path project(String version) {
        return Path.of("target", "sample", version).toAbsolutePath();
    }

    private static void build(String version) throws IOException {
        Path classes = Files.createDirectories(project(version).resolve("target/classes/serval/testkit/sample"));
        try (Stream<Path> files = Files.list(Path.of("target/test-classes/serval/testkit/sample"))) {
            for (Path file : files.toList()) {
                Files.write(classes.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
        Files.writeString(project(version).resolve("pom.xml"), """
                <project>
                  <parent><groupId>x</groupId><artifactId>y</artifactId><version>%s</version><relativePath/></parent>
                  <artifactId>sample.words</artifactId>
                </project>
                """.formatted(version));
        Files.write(project(version).resolve("bnd.bnd"), List.of("Import-Package: !org.jspecify.annotations, *"));
        Modules.build(project(version));
    }
}
