package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module as a vendor begins it: generated from the archetype, built, and installed in a running server, with nothing changed. */
class ArchetypeIT {
    private static final String VERSION = System.getProperty("serval.version");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void generatedModuleBuildsAndHotInstalls() throws IOException, InterruptedException {
        try (LocalRepository repository = LocalRepository.layOut(
                Files.createDirectory(folder.resolve("repository")),
                Path.of(System.getProperty("serval.root")),
                Path.of(System.getProperty("serval.localRepository")),
                VERSION)) {
            generateAndBuild(repository.folder());
        }
        Path project = folder.resolve("notes");
        // The tests of the three classes ran: those of the contract are far more than a dozen.
        assertTrue(Files.readString(project.resolve("target/surefire-reports/TEST-com.example.notes.NotesTypeTest.xml"))
                .matches("(?s).*<testsuite [^>]* tests=\"[23]\\d\" errors=\"0\" skipped=\"\\d\" failures=\"0\".*"));
        hotInstall(project.resolve("target/notes-1.0.0.jar"));
    }

    private void generateAndBuild(Path repository) throws IOException, InterruptedException {
        maven(
                folder,
                repository,
                "org.apache.maven.plugins:maven-archetype-plugin:3.4.0:generate",
                "-DarchetypeCatalog=internal",
                "-DarchetypeGroupId=dev.serval",
                "-DarchetypeArtifactId=serval.archetype",
                "-DarchetypeVersion=" + VERSION,
                "-DgroupId=com.example",
                "-DartifactId=notes",
                "-Dversion=1.0.0",
                "-Dpackage=com.example.notes");
        maven(folder.resolve("notes"), repository, "verify");
    }

    private void hotInstall(Path jar) throws IOException {
        Path distribution = Files.createDirectory(folder.resolve("serval"));
        TestServer.copyDistribution(distribution);
        try (ServalProcess server = ServalProcess.launch(distribution, List.of("enable-module-command yes"))) {
            server.awaitReady();
            try (RespConnection client = server.connect()) {
                assertTrue(client.ask("GREETING world").startsWith("-ERR unknown command"));
                // As the folder expects it: complete under another name, then renamed.
                Path copy = distribution.resolve("modules").resolve("notes.jar.part");
                Files.copy(jar, copy);
                Files.move(copy, distribution.resolve("modules").resolve("notes.jar"));
                server.await(
                        "the module's commands",
                        () -> !client.ask("GREETING world").startsWith("-ERR unknown command"));
                assertEquals("$12\\r\\nhello, world\\r\\n", client.ask("GREETING world"));
                assertEquals(":2\\r\\n", client.ask("NOTES.ADD n milk bread"));
                assertEquals("*2\\r\\n$4\\r\\nmilk\\r\\n$5\\r\\nbread\\r\\n", client.ask("NOTES.LIST n"));
                assertEquals("+vnd-notes\\r\\n", client.ask("TYPE n"));
                assertTrue(client.ask("MODULE LIST").contains("notes"));
            }
        }
    }

    private static void maven(Path project, Path repository, String... words) throws IOException, InterruptedException {
        Path log = Files.createTempFile(project, "maven", ".log");
        List<String> command = new ArrayList<>(List.of("mvn", "-o", "-B", "-ntp", "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // What the build around this one was told is not for this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        int status = builder.start().waitFor();
        assertEquals(0, status, () -> {
            try {
                return "mvn " + String.join(" ", words) + ":\n" + Files.readString(log);
            } catch (IOException unreadable) {
                return unreadable.toString();
            }
        });
        Files.delete(log);
    }
}
