package serval.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.Baseline.Info;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.header.Attrs;
import aQute.bnd.header.OSGiHeader;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published keeps its promise: versions above those that promise nothing, a baseline with teeth, ranges that follow roles. */
class PublishedPackagesTest {
    private static final Path BUNDLES = Path.of(System.getProperty("serval.distribution"), "bundles");
    private static final Path BASELINE = Path.of(System.getProperty("serval.baseline"));

    @ParameterizedTest
    @ValueSource(strings = {"serval.bytes", "serval.sdk", "serval.structures"})
    void everyPublishedPackageIsAtLeastOne(String name) throws IOException {
        try (JarFile jar = new JarFile(released(name).toFile())) {
            String exports = jar.getManifest().getMainAttributes().getValue("Export-Package");
            OSGiHeader.parseHeader(exports)
                    .forEach((exported, attributes) -> assertFalse(
                            attributes.getVersion().startsWith("0."), exported + " " + attributes.getVersion()));
        }
    }

    @Test
    void whoeverImplementsTheServersPartFollowsEachMinorVersion() throws IOException {
        assertEquals("[1.0,1.1)", range("serval.engine", "serval.sdk.command"));
        assertEquals("[1.0,1.1)", range("serval.engine", "serval.sdk.timer"));
    }

    @Test
    void whoeverImplementsTheModulesPartDoesNot() throws IOException {
        assertEquals("[1.0,2)", range("serval.hyperloglog", "serval.sdk.command"));
        assertEquals("[1.0,2)", range("serval.hyperloglog", "serval.sdk.key"));
    }

    @Test
    void removedInterfaceIsFoundOut() throws Exception {
        try (Jar older = new Jar(released("serval.sdk").toFile());
                Jar newer = new Jar(released("serval.sdk").toFile());
                Processor processor = new Processor()) {
            assertNotNull(newer.remove("serval/sdk/key/Keys.class"));
            Info info = new Baseline(processor, new DiffPluginImpl())
                    .baseline(newer, older, null).stream()
                            .filter(each -> each.packageName.equals("serval.sdk.key"))
                            .findFirst()
                            .orElseThrow();
            assertTrue(info.mismatch);
            assertEquals("2.0.0", info.suggestedVersion.toString());
        }
    }

    /** The range in which a bundle of the distribution imports a package. */
    private static String range(String bundle, String imported) throws IOException {
        try (Stream<Path> jars = Files.list(BUNDLES)) {
            Path jar = jars.filter(each -> each.getFileName().toString().startsWith(bundle + "-"))
                    .findFirst()
                    .orElseThrow();
            try (JarFile file = new JarFile(jar.toFile())) {
                Attrs attributes = OSGiHeader.parseHeader(
                                file.getManifest().getMainAttributes().getValue("Import-Package"))
                        .get(imported);
                return attributes.get("version");
            }
        }
    }

    private static Path released(String name) throws IOException {
        try (Stream<Path> files = Files.walk(BASELINE.resolve("dev/serval").resolve(name))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertEquals(1, jars.size(), "released jars of " + name);
            return jars.getFirst();
        }
    }
}
