package serval.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void lastMentionDecides() throws IOException {
        String file = file("a.conf", "port 1", "# daemonize no", "DAEMONIZE \"yes\"");
        assertWanted(true, null, file);
        assertWanted(false, null, file, "--daemonize", "no");
        assertWanted(true, null, file, "--daemonize no", "--daemonize yes");
        assertWanted(false, "daemonize no\n", file, "-");
        assertWanted(true, "daemonize yes", "--port", "1", "-");
    }

    @Test
    void includedFilesCountAndCyclesEnd() throws IOException {
        String file = file("a.conf", "include " + folder.resolve("b.conf"));
        file("b.conf", "include " + file, "daemonize yes");
        assertWanted(true, null, file);
    }

    @Test
    void foregroundIsTheDefault() {
        assertWanted(false, null);
        assertWanted(false, null, folder.resolve("missing.conf").toString());
    }

    private static void assertWanted(boolean expected, @Nullable String input, String... arguments) {
        assertEquals(expected, Daemon.wanted(arguments, input));
    }

    private String file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }
}
