package serval.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import serval.sdk.config.Directive;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;

class DirectivesTest {
    private final Directives directives = new Directives(Table.read());

    private void load(String... words) {
        new Loader(directives, new WorkingDirectory(Path.of("/")))
                .load(CommandLine.of(List.of(words)), InputStream.nullInputStream());
    }

    private static LongDirective hz() {
        return new LongDirective("hz", LongDirective.Unit.PLAIN, 0, 500, 10);
    }

    private String text(String name) {
        return Objects.requireNonNull(directives.find(name)).text();
    }

    @Test
    void valueGoesToTheContributedDirectiveAndBack() {
        load("--hz", "20", "--maxmemory", "1gb");
        LongDirective hz = hz();
        List<Long> seen = new ArrayList<>();
        hz.onChange(() -> seen.add(hz.value()));
        directives.claim(hz);
        assertEquals(20, hz.value());
        assertEquals(List.of(20L), seen);
        assertSame(hz, directives.find("HZ"));
        assertNull(new ConfigSetter(directives, false).set(List.of("hz", "30")));
        directives.release(hz);
        assertEquals("30", text("hz"));
        LongDirective again = hz();
        directives.claim(again);
        assertEquals(30, again.value());
    }

    @Test
    void valueSetBackToTheDefaultStaysTheDefault() {
        load("--port", "1");
        assertNull(new ConfigSetter(directives, false).set(List.of("port", "6379")));
        LongDirective port = new LongDirective("port", LongDirective.Unit.PLAIN, 0, 65535, 7777);
        directives.claim(port);
        assertEquals(6379, port.value());
    }

    @Test
    void successorTakesOverWhileThePredecessorIsStillThere() {
        load("--hz", "20");
        LongDirective first = hz();
        LongDirective second = hz();
        directives.claim(first);
        directives.claim(second);
        assertSame(second, directives.find("hz"));
        directives.release(first);
        assertSame(second, directives.find("hz"));
        assertEquals(20, second.value());
    }

    @Test
    void linesWaitForTheirBundle() {
        load("--hello.limit", "5", "--hello.on", "yes");
        assertEquals(
                "hello.limit \"5\"",
                Objects.requireNonNull(directives.unclaimed()).text());
        LongDirective limit = new LongDirective("hello.limit", LongDirective.Unit.PLAIN, 0, 9, 1);
        Directive on = new FlagDirective("hello.on", false);
        directives.claim(limit);
        directives.claim(on);
        assertEquals(5, limit.value());
        assertNull(directives.unclaimed());
        directives.release(limit);
        assertNull(directives.find("hello.limit"));
        LongDirective again = new LongDirective("hello.limit", LongDirective.Unit.PLAIN, 0, 9, 1);
        directives.claim(again);
        assertEquals(5, again.value());
    }

    @Test
    void wrongLineOfABundleIsFatal() {
        load("--hello.limit", "50");
        LongDirective limit = new LongDirective("hello.limit", LongDirective.Unit.PLAIN, 0, 9, 1);
        FatalConfigException wrong = assertThrows(FatalConfigException.class, () -> directives.claim(limit));
        assertEquals(
                "\n*** FATAL CONFIG FILE ERROR (Redis 7.2.4) ***\nReading the configuration file, at line 2\n"
                        + ">>> 'hello.limit \"50\"'\nargument must be between 0 and 9 inclusive\n",
                wrong.getMessage());
    }
}
