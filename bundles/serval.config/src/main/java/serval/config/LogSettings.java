package serval.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.TextDirective;

/** The directives {@code loglevel} and {@code logfile}, which go to whoever writes the log. */
final class LogSettings {
    private final ChoiceDirective level =
            new ChoiceDirective("loglevel", List.of("debug", "verbose", "notice", "warning", "nothing"), "notice");
    private final TextDirective file = new TextDirective("logfile", "", Trait.IMMUTABLE);
    private final WorkingDirectory working;
    private volatile @Nullable BiConsumer<String, String> sink;
    private volatile boolean loaded;

    LogSettings(WorkingDirectory working) {
        this.working = working;
        level.onChange(this::tellLevel);
    }

    List<Directive> directives() {
        return List.of(level, file);
    }

    /** Sees whether the file can be written: later it would be too late to say so. */
    void check() {
        if (!file.value().isEmpty()) {
            try {
                Files.newOutputStream(
                                working.resolve(file.value()), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        .close();
            } catch (IOException failure) {
                throw FatalConfigException.of("Can't open the log file: " + Loader.reason(failure));
            }
        }
    }

    /** The file was read: from now on values are passed on. */
    void loaded() {
        loaded = true;
        tellAll();
    }

    void sink(BiConsumer<String, String> other) {
        sink = other;
        tellAll();
    }

    void noSink(BiConsumer<String, String> gone) {
        if (sink == gone) {
            sink = null;
        }
    }

    private void tellAll() {
        BiConsumer<String, String> to = sink;
        if (to != null && loaded) {
            to.accept(
                    "logfile",
                    file.value().isEmpty() ? "" : working.resolve(file.value()).toString());
        }
        tellLevel();
    }

    private void tellLevel() {
        BiConsumer<String, String> to = sink;
        if (to != null && loaded) {
            to.accept("level", level.text());
        }
    }
}
