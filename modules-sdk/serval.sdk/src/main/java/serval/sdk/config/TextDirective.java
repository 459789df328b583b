package serval.sdk.config;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directive that holds text, one char per byte. */
public final class TextDirective extends Directive {
    private final String byDefault;
    private final @Nullable Consumer<String> check;
    private volatile String value;

    /** Creates the directive with its default. */
    public TextDirective(String name, String byDefault, Trait... traits) {
        this(name, byDefault, List.of(), null, traits);
    }

    /**
     * Creates the directive with its default, its other names and a check.
     *
     * @param check throws {@link ConfigRejectedException} for a text that is none; or null
     */
    public TextDirective(
            String name, String byDefault, List<String> aliases, @Nullable Consumer<String> check, Trait... traits) {
        super(name, aliases, Set.of(traits));
        this.byDefault = byDefault;
        this.check = check;
        value = byDefault;
    }

    /** The current value. */
    public String value() {
        return value;
    }

    @Override
    public boolean set(List<String> words) {
        String word = single(words);
        if (check != null) {
            check.accept(word);
        }
        boolean other = !word.equals(value);
        value = word;
        return other;
    }

    @Override
    public String text() {
        return value;
    }

    @Override
    public List<String> lines() {
        return value.isEmpty() && byDefault.isEmpty() ? List.of() : List.of(Quoting.inQuotes(value));
    }

    @Override
    public boolean isDefault() {
        return value.equals(byDefault);
    }

    @Override
    public void reset() {
        value = byDefault;
    }
}
