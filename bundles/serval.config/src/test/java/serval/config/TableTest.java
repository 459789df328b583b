package serval.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;

class TableTest {
    /** What CONFIG GET * of Redis 7.2.4 lists by default, the directory aside, and one directive of ours. */
    @Test
    void namesAndDefaultsAreThoseOfRedis() {
        Map<String, String> expected = new TreeMap<>();
        for (String row : Resources.lines("defaults.tsv")) {
            String[] columns = row.split("\t", -1);
            expected.put(columns[0], columns[1]);
        }
        expected.put("rdb-compatibility", "7.2");
        Directives directives = new Directives(Table.read());
        directives.claim(new WorkingDirectory(Path.of("/")).directive());
        Map<String, String> actual = new TreeMap<>();
        for (String name : directives.names()) {
            Directive directive = Objects.requireNonNull(directives.find(name));
            if (!directive.is(Trait.HIDDEN) && !name.equals("dir")) {
                actual.put(name, directive.text());
            }
            assertTrue(directive.isDefault(), name);
        }
        assertEquals(expected, actual);
        for (String hidden : new String[] {
            "use-exit-on-panic",
            "aof-disable-auto-gc",
            "rdb-key-save-delay",
            "key-load-delay",
            "watchdog-period",
            "cluster-ping-interval",
            "loading-process-events-interval-bytes"
        }) {
            assertTrue(Objects.requireNonNull(directives.find(hidden)).is(Trait.HIDDEN), hidden);
        }
    }

    @Test
    void directoryIsAbsoluteAndChecked(@org.junit.jupiter.api.io.TempDir Path temporary) throws Exception {
        Path real = temporary.toRealPath();
        java.nio.file.Files.createDirectory(real.resolve("sub"));
        java.nio.file.Files.createFile(real.resolve("file"));
        WorkingDirectory working = new WorkingDirectory(real);
        assertEquals(real.toString(), working.directive().text());
        working.directive().set(java.util.List.of("sub"));
        assertEquals(real + "/sub", working.directive().text());
        assertEquals("Not a directory", reason(working, real + "/file"));
        assertEquals("No such file or directory", reason(working, "nowhere"));
        assertEquals("No such file or directory", reason(working, ""));
        working.directive().set(java.util.List.of(".."));
        assertEquals(real.toString(), working.directive().text());
        assertEquals(real.resolve("x"), working.resolve("x"));
    }

    private static String reason(WorkingDirectory working, String path) {
        return String.valueOf(assertThrows(
                        serval.sdk.config.ConfigRejectedException.class,
                        () -> working.directive().set(java.util.List.of(path)))
                .getMessage());
    }
}
