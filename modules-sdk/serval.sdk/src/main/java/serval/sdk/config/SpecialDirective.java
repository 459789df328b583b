package serval.sdk.config;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A directive with a syntax of its own, such as {@code save} or {@code client-output-buffer-limit}. Its value is an
 * immutable object made from the line's words.
 *
 * @param <T> the class of the value
 */
public final class SpecialDirective<T> extends Directive {
    /**
     * How the value is written and read.
     *
     * @param <T> the class of the value
     */
    public interface Syntax<T> {
        /**
         * The value after a line was read.
         *
         * @param before the value before it, for directives whose lines add up
         * @throws ConfigRejectedException if the words make no sense
         */
        T parse(List<String> words, T before);

        /** The value as CONFIG GET shows it. */
        String text(T value);

        /** The value as CONFIG REWRITE writes it, one text per line, the name left out. */
        List<String> lines(T value);
    }

    private final Syntax<T> syntax;
    private final T byDefault;
    private volatile T value;

    /** Creates the directive with its syntax and its default. */
    public SpecialDirective(String name, Syntax<T> syntax, T byDefault, Trait... traits) {
        this(name, syntax, byDefault, List.of(), traits);
    }

    /** Creates the directive with its syntax, its default and its other names. */
    public SpecialDirective(String name, Syntax<T> syntax, T byDefault, List<String> aliases, Trait... traits) {
        super(name, aliases, Set.of(traits));
        this.syntax = syntax;
        this.byDefault = byDefault;
        value = byDefault;
    }

    /** A directive whose value is read from elsewhere, computed each time, and changed by a function. */
    public static SpecialDirective<String> computed(
            String name, Supplier<String> current, Function<List<String>, String> setter, Trait... traits) {
        return new SpecialDirective<>(
                name,
                new Syntax<>() {
                    @Override
                    public String parse(List<String> words, String before) {
                        return setter.apply(words);
                    }

                    @Override
                    public String text(String value) {
                        return current.get();
                    }

                    @Override
                    public List<String> lines(String value) {
                        return List.of(Quoting.quote(current.get()));
                    }
                },
                current.get(),
                traits);
    }

    /** The current value. */
    public T value() {
        return value;
    }

    @Override
    public boolean set(List<String> words) {
        T next = syntax.parse(words, value);
        boolean other = !next.equals(value);
        value = next;
        return other;
    }

    @Override
    public String text() {
        return syntax.text(value);
    }

    @Override
    public List<String> lines() {
        return syntax.lines(value);
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
