package serval.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.LongDirective;

class ConfigSetterTest {
    private Directives directives = new Directives(List.of());
    private ConfigSetter setter = new ConfigSetter(directives, false);

    @BeforeEach
    void readTable() {
        directives = new Directives(Table.read());
        directives.claim(new WorkingDirectory(Path.of("/tmp")).directive());
        setter = new ConfigSetter(directives, false);
    }

    private String text(String name) {
        return Objects.requireNonNull(directives.find(name)).text();
    }

    /** Each row: name, value, what Redis 7.2.4 answers, what CONFIG GET says afterwards. */
    @Test
    void answersAndValuesAreThoseOfRedis() {
        List<String> wrong = new ArrayList<>();
        List<String> rows = Resources.lines("sets.tsv");
        for (String row : rows) {
            String[] columns = row.split("\t", -1);
            String error = setter.set(List.of(columns[0], columns[1]));
            Directive directive = directives.find(columns[0]);
            String got = (error == null ? "OK" : error) + "\t" + (directive == null ? "-" : directive.text());
            if (!got.equals(columns[2] + "\t" + columns[3])) {
                wrong.add(row + "\n  got " + got);
            }
        }
        assertTrue(rows.size() > 100);
        assertEquals(List.of(), wrong);
    }

    @Test
    void allPairsOrNone() {
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be parsed into an"
                        + " integer",
                setter.set(List.of("hz", "20", "save", "1 2", "timeout", "x")));
        assertEquals("10", text("hz"));
        assertEquals("3600 1 300 100 60 10000", text("save"));
        assertNull(setter.set(List.of("hz", "20", "timeout", "7", "save", "1 2")));
        assertEquals("20 7 1 2", text("hz") + " " + text("timeout") + " " + text("save"));
    }

    @Test
    void unknownNamesAndDuplicatesAreNamed() {
        assertEquals(
                "ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'",
                setter.set(List.of("hz", "20", "nosuch", "1")));
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'HZ') - duplicate parameter",
                setter.set(List.of("hz", "20", "HZ", "30")));
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'slave-priority') - duplicate parameter",
                setter.set(List.of("replica-priority", "20", "slave-priority", "30")));
        assertEquals("10", text("hz"));
    }

    @Test
    void protectedDirectivesNeedPermission() {
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'dbfilename') - can't set protected config",
                setter.set(List.of("dbfilename", "x.rdb")));
        assertNull(new ConfigSetter(directives, true).set(List.of("dbfilename", "x.rdb")));
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'dbfilename') - dbfilename can't be a path, just a"
                        + " filename",
                new ConfigSetter(directives, true).set(List.of("dbfilename", "a/b")));
        assertEquals("x.rdb", text("dbfilename"));
    }

    @Test
    void refusalOfAListenerPutsEverythingBack() {
        LongDirective port = new LongDirective("port", LongDirective.Unit.PLAIN, 0, 65535, 6379);
        List<Long> seen = new ArrayList<>();
        LongDirective hz = new LongDirective("hz", LongDirective.Unit.PLAIN, 0, 500, 10);
        hz.onChange(() -> seen.add(hz.value()));
        port.onChange(() -> {
            if (port.value() == 1) {
                throw new ConfigRejectedException("Unable to listen on this port. Check server logs.");
            }
        });
        directives.claim(port);
        directives.claim(hz);
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server"
                        + " logs.",
                setter.set(List.of("hz", "50", "port", "1")));
        assertEquals("10", text("hz"));
        assertEquals("6379", text("port"));
        assertEquals(List.of(50L, 10L), seen, "whoever heard of the new value hears of the old one again");
    }

    @Test
    void everyParameterCanBeSetToItself() {
        for (String name : directives.names()) {
            Directive directive = Objects.requireNonNull(directives.find(name));
            boolean fixed = directive.is(Trait.IMMUTABLE);
            String error = new ConfigSetter(directives, true).set(List.of(name, directive.text()));
            assertEquals(fixed, error != null && error.endsWith("can't set immutable config"), name + ": " + error);
            assertTrue(fixed || error == null, name + ": " + error);
        }
    }
}
