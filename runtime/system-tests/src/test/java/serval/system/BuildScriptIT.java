package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts that build from the sources make of Maven's end, whose last line need not end. */
class BuildScriptIT {
    private static final Path TOOLS = Path.of(System.getProperty("serval.root"), "runtime", "tools.sh");

    private record Outcome(int status, String errors) {}

    private static Outcome build(Path folder, String maven) throws IOException, InterruptedException {
        Path command = folder.resolve("bin").resolve("mvn");
        Files.createDirectories(command.getParent());
        Files.writeString(command, "#!/bin/sh\n" + maven);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path errors = folder.resolve("errors");
        ProcessBuilder script = new ProcessBuilder("sh", "-c", "root=$PWD; . " + TOOLS + "; build_distribution");
        script.environment().merge("PATH", command.getParent().toString(), (path, first) -> first + ":" + path);
        int status = script.directory(folder.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        return new Outcome(status, Files.readString(errors));
    }

    @Test
    void successIsSeenWhateverWasPrintedLast(@TempDir Path folder) throws Exception {
        Outcome outcome = build(folder, "echo '[INFO] Building serval.bytes 1.0 [2/34]'\nprintf '\\033[0m\\033[0m'\n");
        assertEquals(0, outcome.status(), outcome.errors());
        assertTrue(outcome.errors().contains("  [2/34] serval.bytes"), outcome.errors());
    }

    @Test
    void failureIsSeenAndNamesTheLog(@TempDir Path folder) throws Exception {
        Outcome outcome = build(folder, "echo '[ERROR] no such artifact'\nexit 1\n");
        assertEquals(1, outcome.status());
        assertTrue(outcome.errors().contains("[ERROR] no such artifact"), outcome.errors());
        assertTrue(outcome.errors().contains("The build failed, see " + folder), outcome.errors());
    }
}
