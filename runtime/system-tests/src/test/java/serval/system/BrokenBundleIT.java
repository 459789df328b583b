package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that is no good costs itself only, and the log says why. */
class BrokenBundleIT {
    @Test
    void serverNamesBrokenBundlesAndGoesOn(@TempDir Path folder) throws IOException {
        Path distribution = TestServer.copyDistribution(folder);
        Path bundles = distribution.resolve("bundles");
        writeBundle(bundles, "broken.imports", "Import-Package", "no.such.parcel");
        writeBundle(bundles, "broken.activator", "Bundle-Activator", "no.such.Activator");
        Files.writeString(bundles.resolve("garbage.jar"), "not a jar");
        try (ServalProcess server = ServalProcess.launch(distribution, List.of())) {
            server.awaitReady();
            assertLogged(server, "broken.imports", "no.such.parcel");
            assertLogged(server, "broken.activator", "no.such.Activator");
            assertLogged(server, "garbage.jar", "cannot be installed");
            try (RespConnection connection = server.connect()) {
                assertEquals("+PONG\\r\\n", connection.ask("PING"));
            }
        }
    }

    private static void assertLogged(ServalProcess server, String bundle, String cause) {
        assertTrue(server.log().lines().anyMatch(line -> line.contains(bundle) && line.contains(cause)), server.log());
    }

    private static void writeBundle(Path folder, String name, String header, String value) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue(header, value);
        new JarOutputStream(Files.newOutputStream(folder.resolve(name + ".jar")), manifest).close();
    }
}
