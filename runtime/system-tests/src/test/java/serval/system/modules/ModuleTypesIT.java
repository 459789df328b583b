package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;
import static serval.system.modules.ModuleServer.awaitListed;
import static serval.system.modules.ModuleServer.bulk;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Values of a module's type through exchange, roll back, removal and return. */
class ModuleTypesIT {
    private static final int KEYS = 500;

    @TempDir
    Path folder;

    @Test
    void valuesGoAlong() {
        Path bundle = Path.of(System.getProperty("serval.testbundle"));
        Path one = ModuleJars.repackaged(bundle, "1.0.0", folder.resolve("one.jar"));
        Path two = ModuleJars.repackaged(bundle, "2.0.0", folder.resolve("two.jar"));
        try (ServalProcess server = ModuleServer.start(folder);
                RespConnection client = server.connect()) {
            assertEquals(OK, client.ask("MODULE LOAD " + one));
            for (int i = 0; i < KEYS; i++) {
                client.ask("TEST.PUSH q" + i + " line" + i);
            }
            awaitListed(server, client, bulk("values") + ":" + KEYS + "\\r\\n");
            String plan = client.ask("MODULE PLAN " + two);
            assertTrue(plan.contains(bulk("keys-to-convert") + ":" + KEYS + "\\r\\n"), plan);

            assertEquals(OK, client.ask("MODULE UPGRADE " + two));
            assertEquals(":1\\r\\n", client.ask("TEST.LEN q7"));
            awaitListed(server, client, "1.0.0 kept until probation ends");
            awaitListed(server, client, bulk("values") + ":" + KEYS + "\\r\\n");
            assertEquals(OK, client.ask("MODULE ROLLBACK serval.testbundle"));
            awaitListed(server, client, bulk("classloaders") + bulk("1 awaiting collection"));
            awaitListed(server, client, bulk("values") + ":" + KEYS + "\\r\\n");

            assertEquals(OK, client.ask("MODULE UNLOAD serval.testbundle"));
            server.await("an empty list", () -> client.ask("MODULE LIST").equals("*0\\r\\n"));
            assertEquals("+testlines\\r\\n", client.ask("TYPE q7"));
            server.await("no class loader", () -> {
                ModuleServer.collectGarbage(server);
                return !client.ask("INFO modules").contains("awaiting_collection");
            });
            assertEquals(OK, client.ask("MODULE LOAD " + two));
            for (int i = 0; i < KEYS; i++) {
                assertEquals("*2\\r\\n" + bulk("q" + i) + bulk("line" + i), client.ask("TEST.POP q" + i + " 0"));
            }
        }
    }
}
