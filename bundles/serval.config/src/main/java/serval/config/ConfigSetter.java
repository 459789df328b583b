package serval.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;

/** CONFIG SET: all of the pairs or none. */
final class ConfigSetter {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigSetter.class);

    private final Directives directives;
    private final boolean protectedAllowed;

    /** Creates a setter for a caller that may or may not change protected directives. */
    ConfigSetter(Directives directives, boolean protectedAllowed) {
        this.directives = directives;
        this.protectedAllowed = protectedAllowed;
    }

    /**
     * A pair.
     *
     * @param given the name as given
     * @param before the words of the value before
     */
    private record Change(String given, Directive directive, String value, List<String> before) {
        /** The name in errors: an alias stays one. */
        String shown() {
            return given.toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Sets pairs of names and values.
     *
     * @return the error's text, code first; null if all are set
     */
    @Nullable
    String set(List<String> pairs) {
        List<Change> changes = new ArrayList<>();
        String refusal = null;
        for (int i = 0; i < pairs.size(); i += 2) {
            String name = pairs.get(i);
            Directive directive = directives.find(name);
            if (directive == null || directive.is(Trait.FILE_ONLY)) {
                if (refusal == null) {
                    return "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'";
                }
                continue;
            }
            if (refusal == null) {
                refusal = refusal(name, directive, changes);
                changes.add(new Change(name, directive, pairs.get(i + 1), Directives.value(directive)));
            }
        }
        return refusal != null ? refusal : apply(changes);
    }

    private @Nullable String refusal(String name, Directive directive, List<Change> changes) {
        if (directive.is(Trait.IMMUTABLE)) {
            return failed(name, "can't set immutable config");
        }
        if (directive.is(Trait.PROTECTED) && !protectedAllowed) {
            return failed(name, "can't set protected config");
        }
        boolean twice = changes.stream().anyMatch(change -> change.directive() == directive);
        return twice ? failed(name, "duplicate parameter") : null;
    }

    private static String failed(String name, @Nullable String reason) {
        return "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason;
    }

    private @Nullable String apply(List<Change> changes) {
        List<Change> other = new ArrayList<>();
        for (Change change : changes) {
            Directive directive = change.directive();
            boolean split = directive.is(Trait.MULTI_ARGUMENT);
            try {
                if (directive.set(split ? Words.atSpaces(change.value()) : List.of(change.value()))) {
                    other.add(change);
                }
            } catch (ConfigRejectedException refused) {
                other.forEach(ConfigSetter::restore);
                return failed(change.shown(), refused.getMessage());
            }
        }
        for (int i = 0; i < other.size(); i++) {
            try {
                other.get(i).directive().changed();
            } catch (ConfigRejectedException refused) {
                String name = other.get(i).directive().name();
                LOG.warn(
                        "The new value of '{}' could not be applied; all values of this CONFIG SET are put back.",
                        name);
                other.forEach(ConfigSetter::restore);
                other.subList(0, i + 1).forEach(ConfigSetter::again);
                return failed(other.get(i).shown(), refused.getMessage());
            }
        }
        for (Change change : changes) {
            directives.said(change.directive());
            if (change.directive().is(Trait.NO_EFFECT) && other.contains(change)) {
                LOG.info(
                        "'{}' is remembered, but has no effect here.",
                        change.directive().name());
            }
        }
        return null;
    }

    private static void restore(Change change) {
        if (change.before().isEmpty()) {
            change.directive().reset();
        } else {
            change.directive().set(change.before());
        }
    }

    private static void again(Change change) {
        try {
            change.directive().changed();
        } catch (ConfigRejectedException refused) {
            LOG.error(
                    "The former value of '{}' was refused: {}",
                    change.directive().name(),
                    refused.getMessage());
        }
    }
}
