package serval.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerRulesTest {
    private static final LayerTable TABLE = LayerTable.parse(List.of(
            "# comment", "0 serval.low -osgi", "1 serval.one", "1 serval.two serval.one", "2 serval.wire +netty"));

    @Test
    void bundlesOfTheDistributionKeepTheRules() throws IOException {
        LayerTable table = LayerTable.parse(Files.readAllLines(Path.of(System.getProperty("serval.layers"))));
        List<BuiltBundle> bundles = distribution();
        assertTrue(bundles.stream().anyMatch(bundle -> bundle.name().equals("serval.server")), "bundles were found");
        assertEquals(List.of(), LayerRules.violations(table, bundles));
    }

    private static List<BuiltBundle> distribution() throws IOException {
        List<BuiltBundle> bundles = new ArrayList<>();
        Path folder = Path.of(System.getProperty("serval.distribution"), "bundles");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                bundles.add(BuiltBundle.read(jar));
            }
        }
        return bundles;
    }

    @Test
    void importFromLowerLayerIsAllowed() {
        assertEquals(List.of(), check(bundle("serval.one", "serval.low.api")));
    }

    @Test
    void importFromHigherLayerIsReported() {
        assertReported(
                "serval.low (layer 0) imports serval.one.api of serval.one (layer 1)",
                bundle("serval.low", "serval.one.api"));
    }

    @Test
    void importFromSiblingIsReportedUnlessItsLineNamesIt() {
        assertReported(
                "serval.one (layer 1) imports serval.two.api of serval.two (layer 1)",
                bundle("serval.one", "serval.two.api"));
        assertEquals(List.of(), check(bundle("serval.two", "serval.one.api")));
    }

    @Test
    void nettyIsReportedWhereItIsNotNamed() {
        assertReported(
                "serval.one imports io.netty.buffer but may not use Netty", bundle("serval.one", "io.netty.buffer"));
        assertEquals(List.of(), check(bundle("serval.wire", "io.netty.buffer")));
    }

    @Test
    void osgiIsReportedInPlainBundles() {
        assertReported(
                "serval.low imports org.osgi.framework but must work without a framework",
                bundle("serval.low", "org.osgi.framework"));
    }

    @Test
    void unknownBundleWildcardUnexportedAndForeignPackagesAreReported() {
        assertReported("serval.new has no line in cnf/layers", bundle("serval.new"));
        assertReported("serval.one imports *: a wildcard hides what it depends on", bundle("serval.one", "*"));
        assertReported("serval.one imports serval.gone, which no bundle exports", bundle("serval.one", "serval.gone"));
        assertReported(
                "serval.one contains package serval.low.copy, which is not below its own name",
                new BuiltBundle("serval.one", Set.of(), Set.of(), Set.of("serval.one", "serval.low.copy")));
    }

    private static void assertReported(String violation, BuiltBundle bundle) {
        assertEquals(List.of(violation), check(bundle));
    }

    private static BuiltBundle bundle(String name, String... imports) {
        return new BuiltBundle(name, Set.of(imports), Set.of(), Set.of(name));
    }

    private static List<String> check(BuiltBundle bundle) {
        List<BuiltBundle> all = new ArrayList<>(List.of(bundle));
        for (String name : List.of("serval.low", "serval.one", "serval.two", "serval.wire")) {
            if (!name.equals(bundle.name())) {
                all.add(new BuiltBundle(name, Set.of(), Set.of(name + ".api"), Set.of(name)));
            }
        }
        return LayerRules.violations(TABLE, all);
    }
}
