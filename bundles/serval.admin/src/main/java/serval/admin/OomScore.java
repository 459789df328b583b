package serval.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.SpecialDirective;
import serval.sdk.module.Handover;
import serval.spi.engine.Lifecycle;
import serval.spi.role.ServerRole;

/**
 * How soon Linux kills this process when memory runs out: {@code oom-score-adj} and {@code oom-score-adj-values}, written to
 * {@code /proc/self/oom_score_adj}. Of the three values, those of a primary and of a replica are used; no child processes are there that
 * the third could be for.
 */
@Component(service = {DirectiveSet.class, Lifecycle.class, Handover.class})
public final class OomScore implements DirectiveSet, Lifecycle, Handover {
    private static final Logger LOG = LoggerFactory.getLogger(OomScore.class);
    private static final Path FILE = Path.of("/proc/self/oom_score_adj");
    private static final int OFF = 0;
    private static final int RELATIVE = 1;
    private static final int ALSO_RELATIVE = 2;
    private static final int MOST = 1000;

    private final ChoiceDirective mode =
            new ChoiceDirective("oom-score-adj", List.of("no", "yes", "relative", "absolute"), "no");
    private final SpecialDirective<List<String>> values = new SpecialDirective<>(
            "oom-score-adj-values", new Syntax(), List.of("0", "200", "800"), Trait.MULTI_ARGUMENT);

    private volatile @Nullable ServerRole role;
    /** What the score was before it was adjusted; null while it is not. */
    private @Nullable Integer base;

    private boolean started;

    /** The three values, kept as they are shown. */
    private static final class Syntax implements SpecialDirective.Syntax<List<String>> {
        private static final int LIMIT = 2000;

        @Override
        public List<String> parse(List<String> words, List<String> before) {
            if (words.size() != 3) {
                throw new ConfigRejectedException("wrong number of arguments");
            }
            return words.stream().map(Syntax::value).toList();
        }

        private static String value(String word) {
            try {
                long number = Long.parseLong(word.strip());
                if (Math.abs(number) <= LIMIT) {
                    return Long.toString(number);
                }
            } catch (NumberFormatException none) {
                // Refused like one that is too large.
            }
            throw new ConfigRejectedException("Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
        }

        @Override
        public String text(List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public List<String> lines(List<String> value) {
            return List.of(text(value));
        }
    }

    /** Creates the directives. */
    public OomScore() {
        mode.onChange(() -> {
            if (mode.value() == ALSO_RELATIVE) {
                // It is shown by its first name.
                mode.set(List.of("yes"));
            }
            changed();
        });
        values.onChange(this::changed);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindRole(ServerRole service) {
        role = service;
    }

    void unbindRole(ServerRole service) {
        if (role == service) {
            role = null;
        }
    }

    @Override
    public List<Directive> directives() {
        return List.of(mode, values);
    }

    @Override
    public void starting() {
        started = true;
        apply();
    }

    private void changed() {
        if (started && !apply()) {
            throw new ConfigRejectedException("Failed to set current oom_score_adj. Check server logs.");
        }
    }

    /** Writes the score that is to be; returns false if that is impossible, and the log says why. */
    private boolean apply() {
        Integer before = base;
        if (mode.value() == OFF) {
            base = null;
            return before == null || write(before);
        }
        if (before == null) {
            try {
                before = Integer.valueOf(Files.readString(FILE).strip());
            } catch (IOException | NumberFormatException failed) {
                LOG.warn("Unable to read oom_score_adj: {}", failed.getMessage());
                return false;
            }
            base = before;
        }
        ServerRole now = role;
        int score = Integer.parseInt(values.value().get(now != null && now.isReplica() ? 1 : 0));
        return write(Math.clamp(mode.value() == RELATIVE ? (long) before + score : score, -MOST, MOST));
    }

    private static boolean write(int score) {
        try {
            Files.writeString(FILE, score + "\n", StandardOpenOption.WRITE);
            return true;
        } catch (IOException failed) {
            LOG.warn("Unable to write oom_score_adj: {}", failed.getMessage());
            return false;
        }
    }

    // What the next version has to know

    @Override
    public String name() {
        return "oom-score-adj";
    }

    @Override
    public byte[] export() {
        Integer before = base;
        return before == null ? new byte[0] : before.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void adopt(byte[] state) {
        started = true;
        base = state.length == 0 ? null : Integer.valueOf(new String(state, StandardCharsets.US_ASCII));
        apply();
    }
}
