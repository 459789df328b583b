package serval.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.LogService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogTest {
    private static final String TIME = "\\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3}";
    private static final long PID = ProcessHandle.current().pid();

    private final LogControl control = new LogControl();
    private final Logger log = LoggerFactory.getLogger("serval.something");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @AfterEach
    void restore() {
        control.accept("logfile", "");
        control.accept("level", "notice");
        control.accept("role", "M");
    }

    @Test
    void linesLookLikeRedis() throws IOException {
        Path file = logTo("log");
        control.accept("level", "debug");
        log.trace("one");
        log.debug("two");
        log.info("three {}", 3);
        control.accept("role", "S");
        log.warn("four");
        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.get(0).matches(PID + ":M " + TIME + " \\. one"), lines.get(0));
        assertTrue(lines.get(1).matches(PID + ":M " + TIME + " - two"), lines.get(1));
        assertTrue(lines.get(2).matches(PID + ":M " + TIME + " \\* three 3"), lines.get(2));
        assertTrue(lines.get(3).matches(PID + ":S " + TIME + " # four"), lines.get(3));
    }

    @Test
    void rawEventIsItsMessageOnly() throws IOException {
        Path file = logTo("log");
        log.warn(LogLayout.RAW, "no end of line");
        log.warn(LogLayout.RAW, "!\n");
        assertEquals("no end of line!\n", Files.readString(file));
    }

    @Test
    void levelsApplyAtOnceAndLibrariesStayQuiet() throws IOException {
        Path file = logTo("log");
        control.accept("level", "verbose");
        LoggerFactory.getLogger("io.netty.any").info("chatter");
        log.debug("kept");
        control.accept("level", "warning");
        log.info("dropped");
        control.accept("level", "nothing");
        log.error("dropped");
        LoggerFactory.getLogger("io.netty.any").error("dropped");
        List<String> lines = Files.readAllLines(file);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).endsWith(" - kept"));
    }

    @Test
    void renamedFileIsMadeAnew() throws IOException {
        Path file = logTo("log");
        log.info("first");
        Files.move(file, folder.resolve("rotated"));
        log.info("second");
        assertTrue(Files.readString(file).endsWith(" * second\n"));
        assertFalse(Files.readString(folder.resolve("rotated")).contains("second"));
    }

    @Test
    void unusableValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> control.accept("level", "loud"));
        assertThrows(
                IllegalArgumentException.class,
                () -> control.accept("logfile", folder.resolve("no/such/folder").toString()));
    }

    @Test
    void frameworkLogServiceWritesTheSameLines() throws IOException {
        Path file = logTo("log");
        LogService service = new LogServiceBridge();
        service.getLogger("a.component").error("failed: {}", "reason", new IllegalStateException("cause"));
        service.getLogger("a.component").info("chatter");
        String text = Files.readString(file);
        assertTrue(
                text.matches("(?s)" + PID + ":M " + TIME + " # failed: reason\n.*IllegalStateException: cause.*"),
                text);
        assertFalse(text.contains("chatter"));
    }

    private Path logTo(String name) {
        Path file = folder.resolve(name);
        control.accept("logfile", file.toString());
        return file;
    }
}
