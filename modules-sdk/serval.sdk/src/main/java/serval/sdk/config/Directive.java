package serval.sdk.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A typed line of redis.conf. Its owner reads the current value with the subclass' {@code value()}, a plain field; setting it
 * is the business of whoever reads files and CONFIG SET.
 *
 * <p>Subclasses: {@link LongDirective}, {@link FlagDirective}, {@link TextDirective}, {@link ChoiceDirective},
 * {@link SpecialDirective}.
 */
public abstract sealed class Directive
        permits LongDirective, FlagDirective, TextDirective, ChoiceDirective, SpecialDirective {
    /** What is special about a directive. */
    public enum Trait {
        /** Cannot be changed while the server runs. */
        IMMUTABLE,
        /** Needs {@code enable-protected-configs} to be changed while the server runs. */
        PROTECTED,
        /** Is not shown by a CONFIG GET with a pattern. */
        HIDDEN,
        /** Holds a secret: never in logs. */
        SENSITIVE,
        /**
         * Several lines add up: their words are given to {@link Directive#set} together. A line that is a single empty
         * word takes back those before it.
         */
        REPEATABLE,
        /** Takes several words rather than a single text; CONFIG SET splits its value at spaces. */
        MULTI_ARGUMENT,
        /** May only be set in the file; not listed by CONFIG GET. */
        FILE_ONLY,
        /** Known and remembered; nothing depends on it here. */
        NO_EFFECT,
        /** Refused while the dataset is loading. */
        DENY_LOADING
    }

    private final String name;
    private final List<String> aliases;
    private final Set<Trait> traits;
    private @Nullable Runnable listener;

    Directive(String name, List<String> aliases, Set<Trait> traits) {
        this.name = name;
        this.aliases = List.copyOf(aliases);
        this.traits = traits.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(traits));
    }

    /** The directive's name, in lower case. */
    public final String name() {
        return name;
    }

    /** Other names it is known by. */
    public final List<String> aliases() {
        return aliases;
    }

    /** Whether it has a trait. */
    public final boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Its traits. */
    public final Set<Trait> traits() {
        return traits;
    }

    /**
     * Runs an action each time the value has changed, under the engine lock or before the server serves.
     * The action may throw {@link ConfigRejectedException}: the old value is then put back.
     */
    public final void onChange(Runnable action) {
        listener = action;
    }

    /** Tells the owner that the value changed. */
    public final void changed() {
        Runnable action = listener;
        if (action != null) {
            action.run();
        }
    }

    /**
     * Sets the value from the words of a line, the name left out.
     *
     * @return whether the value is another one than before
     * @throws ConfigRejectedException with Redis' reason if the words make no valid value; the old one stays
     */
    public abstract boolean set(List<String> words);

    /** The value as CONFIG GET shows it. */
    public abstract String text();

    /** The value's lines as CONFIG REWRITE writes them, without the name; as a rule one, and none to have the line gone. */
    public List<String> lines() {
        return List.of(Quoting.quote(text()));
    }

    /** Whether the value is the default one. */
    public abstract boolean isDefault();

    /** Puts the default value back. */
    public abstract void reset();

    static String single(List<String> words) {
        if (words.size() != 1) {
            throw new ConfigRejectedException("wrong number of arguments");
        }
        return words.get(0);
    }
}
