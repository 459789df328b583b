package serval.sdk.config;

import java.util.List;
import java.util.Set;

/** A directive that is {@code yes} or {@code no}. */
public final class FlagDirective extends Directive {
    private final boolean byDefault;
    private volatile boolean value;

    /** Creates the directive with its default. */
    public FlagDirective(String name, boolean byDefault, Trait... traits) {
        this(name, byDefault, List.of(), traits);
    }

    /** Creates the directive with its default and its other names. */
    public FlagDirective(String name, boolean byDefault, List<String> aliases, Trait... traits) {
        super(name, aliases, Set.of(traits));
        this.byDefault = byDefault;
        value = byDefault;
    }

    /** The current value. */
    public boolean value() {
        return value;
    }

    @Override
    public boolean set(List<String> words) {
        String word = single(words);
        boolean yes = word.equalsIgnoreCase("yes");
        if (!yes && !word.equalsIgnoreCase("no")) {
            throw new ConfigRejectedException("argument must be 'yes' or 'no'");
        }
        boolean other = yes != value;
        value = yes;
        return other;
    }

    @Override
    public String text() {
        return value ? "yes" : "no";
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
