package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.TestServer;

/** Jars put into the folder {@code modules}, replaced and taken away. */
class ModuleFolderIT {
    @TempDir
    Path folder;

    private ServalProcess start(String... configuration) {
        return ServalProcess.launch(folder, List.of(configuration));
    }

    private static void awaitVersion(ServalProcess server, RespConnection client, String version) {
        server.await("version " + version, () -> client.ask("TINY.VERSION").equals(bulk(version)));
    }

    @Test
    void newestJarIsInService() throws IOException {
        Path modules = TestServer.copyDistribution(folder).resolve("modules");
        ModuleJars.tiny("tiny", "1.0.0").write(modules.resolve("tiny.jar"));
        Files.writeString(modules.resolve("broken.jar"), "not a jar");
        try (ServalProcess server = start("module-scan-interval 50", "module-probation 0", "tiny.limit 11")) {
            server.awaitReady();
            try (RespConnection client = server.connect()) {
                assertEquals(bulk("1.0.0"), client.ask("TINY.VERSION"));
                assertEquals(":11\\r\\n", client.ask("TINY.LIMIT"));
                assertTrue(server.log().contains("broken.jar is not a zip file"));

                Path two = ModuleJars.tiny("tiny", "2.0.0").write(modules.resolve("tiny-2.jar"));
                awaitVersion(server, client, "2.0.0");
                Files.delete(two);
                awaitVersion(server, client, "1.0.0");
                ModuleJars.tiny("tiny", "3.0.0").write(modules.resolve("tiny.jar"));
                awaitVersion(server, client, "3.0.0");
                ModuleJars.tiny("tiny", "3.0.0").word("VERSION", "3.0.0 again").write(modules.resolve("tiny.jar"));
                awaitVersion(server, client, "3.0.0 again");
                Files.delete(modules.resolve("tiny.jar"));
                server.await("no module", () -> client.ask("TINY.VERSION").startsWith("-ERR unknown command"));
                server.await("an empty list", () -> client.ask("MODULE LIST").equals("*0\\r\\n"));
                assertEquals(
                        1,
                        server.log()
                                .lines()
                                .filter(line -> line.contains("broken.jar"))
                                .count());
            }
        }
    }

    @Test
    void linkOutOfTheFolderIsPassedOver(@TempDir Path elsewhere) throws IOException {
        Path modules = TestServer.copyDistribution(folder).resolve("modules");
        Path real = ModuleJars.tiny("tiny", "1.0.0").write(elsewhere.resolve("tiny.jar"));
        Files.createSymbolicLink(modules.resolve("link.jar"), real);
        try (ServalProcess server = start()) {
            server.awaitReady();
            server.awaitLog("link.jar is a symbolic link out of its folder");
            try (RespConnection client = server.connect()) {
                assertTrue(client.ask("TINY.VERSION").startsWith("-ERR unknown command"));
            }
        }
    }

    @Test
    void newerJarOfAFirstPartyBundleIsAnUpgrade() throws IOException {
        Path modules = TestServer.copyDistribution(folder).resolve("modules");
        try (ServalProcess server = start("module-scan-interval 50", "module-probation 0")) {
            server.awaitReady();
            try (RespConnection client = server.connect()) {
                client.ask("PFADD p a b c");
                Path newer = ModuleJars.repackaged("serval.hyperloglog", "0.2.0", modules.resolve("hll.jar"));
                ModuleServer.awaitListed(server, client, bulk("version") + bulk("0.2.0"));
                assertEquals(":3\\r\\n", client.ask("PFCOUNT p"));
                Files.delete(newer);
                ModuleServer.awaitListed(server, client, bulk("version") + bulk("0.1.0.SNAPSHOT"));
                assertEquals(":3\\r\\n", client.ask("PFCOUNT p"));
                assertFalse(server.log().contains("passed over"));
            }
        }
    }
}
