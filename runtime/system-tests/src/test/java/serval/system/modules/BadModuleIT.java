package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;
import static serval.system.modules.ModuleServer.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Each jar that is no good gets an answer that names the cause, and the server stays as it was. */
class BadModuleIT {
    @TempDir
    static Path folder;

    private static ServalProcess server;
    private static RespConnection client;

    @BeforeAll
    static void start() {
        server = ModuleServer.start(folder, "module-start-timeout 1500");
        client = server.connect();
        Path good = ModuleJars.tiny("good", "1.0.0").write(folder.resolve("good.jar"));
        assertEquals(OK, client.ask("MODULE LOAD " + good));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @AfterEach
    void everythingIsAsItWas() {
        assertEquals(bulk("1.0.0"), client.ask("GOOD.VERSION"));
        assertTrue(client.ask("MODULE LIST").startsWith("*1\\r\\n*18\\r\\n$4\\r\\nname\\r\\n$4\\r\\ngood\\r\\n"));
        assertTrue(client.ask("BAD.VERSION").startsWith("-ERR unknown command"));
    }

    private static void refused(Path jar, String... reasons) {
        String answer = client.ask("MODULE LOAD " + jar);
        assertTrue(answer.startsWith("-ERR Error loading the extension: "), answer);
        for (String reason : reasons) {
            assertTrue(answer.contains(reason), answer);
        }
    }

    private static ModuleJars bad() {
        return ModuleJars.tiny("bad", "1.0.0");
    }

    private static Path jar() {
        return folder.resolve("bad.jar");
    }

    @Test
    void fileThatIsNotThere() {
        refused(folder.resolve("none.jar"), "none.jar does not exist");
    }

    @Test
    void folderInsteadOfAFile() throws IOException {
        refused(Files.createDirectories(folder.resolve("folder.jar")), "folder.jar is not a regular file");
    }

    @Test
    void fileThatIsNoZip() throws IOException {
        refused(Files.writeString(folder.resolve("text.jar"), "no zip at all"), "text.jar is not a zip file");
    }

    @Test
    void halfCopiedFile() throws IOException {
        byte[] whole = Files.readAllBytes(bad().write(jar()));
        Files.write(jar(), Arrays.copyOf(whole, whole.length / 2));
        refused(jar(), "bad.jar is truncated or damaged");
    }

    @Test
    void damagedEntry() throws IOException {
        byte[] whole = Files.readAllBytes(bad().write(jar()));
        for (int i = 0; i < 40; i++) {
            whole[whole.length / 3 + i] ^= 0x55;
        }
        Files.write(jar(), whole);
        refused(jar(), "bad.jar is", "damaged");
    }

    @Test
    void jarThatIsNoBundle() {
        refused(
                bad().header("Bundle-SymbolicName", null).write(jar()),
                "is not an OSGi bundle: it names no Bundle-SymbolicName");
        refused(
                bad().header("Bundle-ManifestVersion", null).write(jar()),
                "is not an OSGi bundle: its Bundle-ManifestVersion is not 2");
    }

    @Test
    void versionThatIsNone() {
        refused(bad().header("Bundle-Version", "one").write(jar()), "has a Bundle-Version that is none: one");
    }

    @Test
    void classesOfANewerJava() throws IOException {
        bad().write(jar());
        Path newer = folder.resolve("newer.jar");
        try (var from = new java.util.jar.JarFile(jar().toFile());
                var out = new java.util.jar.JarOutputStream(Files.newOutputStream(newer), from.getManifest())) {
            byte[] content =
                    from.getInputStream(from.getEntry("tiny/Tiny.class")).readAllBytes();
            content[7] = 99;
            out.putNextEntry(new java.util.jar.JarEntry("tiny/Tiny.class"));
            out.write(content);
            out.closeEntry();
        }
        refused(newer, "was compiled for a newer Java: tiny/Tiny.class is of Java 55", "the server runs on Java");
    }

    @Test
    void importThatNobodyExports() {
        refused(
                bad().header("Import-Package", "org.nowhere;version=\"[3.1,4)\"")
                        .write(jar()),
                "it imports package org.nowhere in version [3.1.0,4.0.0), which no bundle exports");
    }

    @Test
    void anotherVersionOfTheSdk() {
        refused(
                bad().header("Import-Package", "serval.sdk.command;version=\"[9.0,10)\"")
                        .write(jar()),
                "it was built for another version of the SDK",
                "serval.sdk.command in version [9.0.0,10.0.0), and the server has 1.0.0");
    }

    @Test
    void commandThatAnotherBundleHas() {
        refused(bad().word("NAME", "good").write(jar()), "bad 1.0.0 cannot enter: ", "good.version", "good");
    }

    @Test
    void activatorThatThrows() {
        refused(
                bad().activator("throw new IllegalStateException(\"no start today\");")
                        .write(jar()),
                "bad 1.0.0 does not start: ",
                "no start today");
    }

    @Test
    void componentThatThrows() {
        refused(
                bad().word("ACTIVATE", "if (true) throw new IllegalStateException(\"no component today\");")
                        .write(jar()),
                "its component tiny.Tiny failed when it was activated: ",
                "no component today");
    }

    @Test
    void componentThatMissesAService() {
        refused(
                bad().word("REFERENCE", "<reference name=\"thing\" interface=\"org.nowhere.Thing\"/>")
                        .write(jar()),
                "its component tiny.Tiny finds no service for its reference thing (org.nowhere.Thing)");
    }

    @Test
    void selfTestThatFails() {
        refused(
                bad().word("TEST", "server.expect(\"2\", \"BAD.VERSION\");").write(jar()),
                "bad 1.0.0: its test of itself failed: BAD.VERSION answered 1.0.0 instead of 2");
    }

    @Test
    void startThatHangsUntilItIsInterrupted() {
        refused(
                bad().activator("new java.util.concurrent.CountDownLatch(1).await();")
                        .write(jar()),
                "bad 1.0.0 did not start within 1500 ms and was interrupted");
    }

    @Test
    void symbolicLinkOutOfTheFolder(@TempDir Path elsewhere) throws IOException {
        Path real = bad().write(elsewhere.resolve("real.jar"));
        Path link = folder.resolve("link.jar");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, real);
        refused(link, "link.jar is a symbolic link out of its folder, to " + real);
        refused(real, "real.jar is in no folder that module-path allows");
    }

    @Test
    void bundleOfThePlatform() {
        for (String name :
                List.of("serval.engine", "serval.sdk", "serval.server", "serval.config", "serval.keyspace")) {
            Path jar = ModuleJars.repackaged(name, "9.0.0", folder.resolve("platform.jar"));
            refused(jar, name + " is part of the platform and needs a restart");
        }
    }
}
