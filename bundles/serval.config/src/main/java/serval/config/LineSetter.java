package serval.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;

/** Sets directives from lines, one after the other, and remembers the words of those whose lines add up. */
final class LineSetter {
    private final Map<String, List<String>> soFar = new HashMap<>();

    /**
     * Sets a directive.
     *
     * @param given the words behind the name
     * @return whether the value is another one than before
     * @throws FatalConfigException if it is not valid
     */
    boolean set(Directive directive, Line line, List<String> given) {
        List<String> words = given;
        if (!directive.is(Trait.MULTI_ARGUMENT)) {
            if (words.size() != 1) {
                throw FatalConfigException.at(line, "wrong number of arguments");
            }
        } else if (words.size() == 1 && !words.getFirst().isEmpty()) {
            // One word that holds several, as "--save '900 1'" gives it.
            List<String> split = Words.split(words.getFirst());
            words = split == null ? List.of() : split;
        }
        try {
            if (!directive.is(Trait.REPEATABLE)) {
                return directive.set(words);
            }
            List<String> all = soFar.computeIfAbsent(directive.name(), any -> new ArrayList<>());
            if (words.equals(List.of(""))) {
                all.clear();
                return directive.set(words);
            }
            // Each line must be valid for itself, too: two wrong ones could make a right one.
            directive.set(words);
            all.addAll(words);
            return directive.set(List.copyOf(all));
        } catch (ConfigRejectedException refused) {
            throw FatalConfigException.at(line, String.valueOf(refused.getMessage()));
        }
    }
}
