package serval.sdk.config;

import java.util.List;
import java.util.Set;

/** A directive that is one of some words, which it counts from 0. */
public final class ChoiceDirective extends Directive {
    private final List<String> choices;
    private final int byDefault;
    private volatile int value;

    /** Creates the directive with its words and its default, which must be one of them. */
    public ChoiceDirective(String name, List<String> choices, String byDefault, Trait... traits) {
        this(name, choices, byDefault, List.of(), traits);
    }

    /** Creates the directive with its words, its default and its other names. */
    public ChoiceDirective(String name, List<String> choices, String byDefault, List<String> aliases, Trait... traits) {
        super(name, aliases, Set.of(traits));
        this.choices = List.copyOf(choices);
        this.byDefault = choices.indexOf(byDefault);
        value = this.byDefault;
    }

    /** The index of the current word among the choices. */
    public int value() {
        return value;
    }

    @Override
    public boolean set(List<String> words) {
        String word = single(words);
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).equalsIgnoreCase(word)) {
                boolean other = i != value;
                value = i;
                return other;
            }
        }
        throw new ConfigRejectedException("argument(s) must be one of the following: " + String.join(", ", choices));
    }

    @Override
    public String text() {
        return choices.get(value);
    }

    @Override
    public boolean isDefault() {
        return value == byDefault;
    }

    @Override
    public void reset() {
        value = byDefault;
    }
}
