package serval.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import serval.spi.config.Configuration.Rename;

class LoaderTest {
    @TempDir
    Path temporary = Path.of("");

    private Directives directives = new Directives(List.of());
    private Loader loader = new Loader(directives, new WorkingDirectory(Path.of("/")));

    @BeforeEach
    void start() {
        directives = new Directives(Table.read());
        WorkingDirectory working = new WorkingDirectory(temporary);
        directives.claim(working.directive());
        loader = new Loader(directives, working);
    }

    private String text(String name) {
        return Objects.requireNonNull(directives.find(name)).text();
    }

    private void load(String... words) {
        loader.load(CommandLine.of(List.of(words)), InputStream.nullInputStream());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(temporary.resolve(name), content).toString();
    }

    private String error(String... words) {
        FatalConfigException wrong = assertThrows(FatalConfigException.class, () -> load(words));
        return String.valueOf(wrong.getMessage());
    }

    @Test
    void laterLinesWinAndSomeAddUp() throws IOException {
        load(file("a.conf", """
                # comment
                port 7000
                   PORT   7001  \r
                save 900 1
                save 300 10 60 100
                requirepass "a \\x41\\n\\"b\\""
                masteruser 'it\\'s "me"'
                client-output-buffer-limit normal 1mb 0 0
                client-output-buffer-limit slave 2mb 1mb 7

                slave-priority 3
                """), "--save", "20 30", "--hz", "15");
        assertEquals("7001", text("port"));
        assertEquals("900 1 300 10 60 100 20 30", text("save"));
        assertEquals("a A\n\"b\"", text("requirepass"));
        assertEquals("it's \"me\"", text("masteruser"));
        assertEquals(
                "normal 1048576 0 0 slave 2097152 1048576 7 pubsub 33554432 8388608 60",
                text("client-output-buffer-limit"));
        assertEquals("3", text("replica-priority"));
        assertEquals("15", text("hz"));
    }

    @Test
    void emptySaveTakesBackWhatStoodBefore() throws IOException {
        load(file("a.conf", "save 900 1\nsave \"\"\n"));
        assertEquals("", text("save"));
        load("--save", "100", "100");
        assertEquals("100 100", text("save"));
    }

    @Test
    void filesOfAPatternAreIncludedInOrderAndNoneIsFine() throws IOException {
        Files.createDirectory(temporary.resolve("conf.d"));
        file("conf.d/1.conf", "hz 11\ntimeout 1\n");
        file("conf.d/2.conf", "hz 12\n");
        file("plain.conf", "maxclients 77\n");
        load(file("a.conf", "include conf.d/*.conf\ninclude none.d/*.conf\ninclude plain.conf\n"));
        assertEquals("12 1 77", text("hz") + " " + text("timeout") + " " + text("maxclients"));
        assertEquals(
                "Fatal error, can't open config file 'gone.conf': No such file or directory\n",
                error(file("b.conf", "include gone.conf\n")));
        assertEquals(
                "\n*** FATAL CONFIG FILE ERROR (Redis 7.2.4) ***\nReading the configuration file, at line 1\n"
                        + ">>> 'include self.conf'\nToo many nested includes\n",
                error(file("self.conf", "include self.conf\n")));
    }

    @Test
    void standardInputComesBetweenFileAndOptions() throws IOException {
        InputStream input = new ByteArrayInputStream("hz 21\ntimeout 5\n".getBytes(StandardCharsets.UTF_8));
        loader.load(CommandLine.of(List.of(file("a.conf", "hz 20\nport 1\n"), "--timeout", "6", "-")), input);
        assertEquals("21 6 1", text("hz") + " " + text("timeout") + " " + text("port"));
    }

    /** As redis-server 7.2.4 says of the same words. A bar separates words, N is a new line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "--port|--loglevel|verbose; 2; port \"--loglevel\" \"verbose\"; wrong number of arguments",
                "--port; 2; port; wrong number of arguments",
                "--port 1|2; 2; port 1 \"2\"; wrong number of arguments",
                "--loglevel|foo; 2; loglevel \"foo\"; argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
                "--port|1|2; 2; port \"1\" \"2\"; wrong number of arguments",
                "--save|a b; 2; save \"a b\"; Invalid save parameters",
                "--maxmemory|\"x; 2; maxmemory \"\\\"x\"; argument must be a memory value",
                "--replicaof|a 1 2; 2; replicaof \"a 1 2\"; wrong number of arguments",
                "--rename-command|a; 2; rename-command \"a\"; Bad directive or wrong number of arguments",
                "--save|100|100|--save|x; 3; save \"x\"; Invalid save parameters",
                "--user; 2; user; Bad directive or wrong number of arguments",
                "--dir|/nope; 2; dir \"/nope\"; No such file or directory",
                "--bind||--hz|1|2; 3; hz \"1\" \"2\"; wrong number of arguments",
                "--hz 'x; 2; hz 'x; Unbalanced quotes in configuration line",
            })
    void errorsNameLineAndReason(String words, String line, String shown, String reason) {
        assertEquals(
                "\n*** FATAL CONFIG FILE ERROR (Redis 7.2.4) ***\nReading the configuration file, at line " + line
                        + "\n>>> '" + shown + "'\n" + reason + "\n",
                error(words.split("\\|", -1)));
    }

    @Test
    void otherLinesAreKept() throws IOException {
        load(file("a.conf", """
                rename-command FLUSHALL ""
                rename-command get GETX
                loadmodule /x.so a b
                user bob on >secret
                list-max-ziplist-entries 512
                hello.limit 5
                """));
        assertEquals(List.of(new Rename("FLUSHALL", ""), new Rename("get", "GETX")), loader.renames);
        assertEquals(List.of(List.of("/x.so", "a", "b")), loader.modules);
        assertEquals(List.of(List.of("bob", "on", ">secret")), loader.users);
        assertEquals(new Line(6, "hello.limit 5"), directives.unclaimed());
    }

    @Test
    void optionsInOneWordAndWithoutValue() {
        load("--maxmemory 700mb", "--save", "--port 7000");
        assertEquals("734003200", text("maxmemory"));
        assertEquals("", text("save"));
        assertEquals("7000", text("port"));
    }

    @Test
    void valueMayBeginWithDashes() {
        load("--requirepass", "--secret", "--masteruser", "--x y");
        assertEquals("--secret", text("requirepass"));
        assertEquals("--x y", text("masteruser"));
    }
}
