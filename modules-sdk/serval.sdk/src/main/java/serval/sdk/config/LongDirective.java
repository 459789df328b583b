package serval.sdk.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A directive that holds a number: plain, a size in bytes ({@code 64mb}), octal digits, or a size that may be a percentage. */
public final class LongDirective extends Directive {
    /** How the number is written. */
    public enum Unit {
        /** Decimal digits. */
        PLAIN,
        /** Bytes, with k, kb, m, mb, g or gb behind the digits. */
        BYTES,
        /** Bytes as above, or a percentage such as {@code 5%}, kept as a negative number. */
        BYTES_OR_PERCENT,
        /** Octal digits, as for file modes. */
        OCTAL
    }

    private final Unit unit;
    private final long least;
    private final long most;
    private final long byDefault;
    private volatile long value;

    /** Creates the directive with its bounds, both included, and its default. */
    public LongDirective(String name, Unit unit, long least, long most, long byDefault, Trait... traits) {
        this(name, unit, least, most, byDefault, List.of(), traits);
    }

    /** Creates the directive with its bounds, both included, its default and its other names. */
    public LongDirective(
            String name, Unit unit, long least, long most, long byDefault, List<String> aliases, Trait... traits) {
        super(name, aliases, Set.of(traits));
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.byDefault = byDefault;
        value = byDefault;
    }

    /** The current value; a percentage is negative. Unsigned where the bounds say so. */
    public long value() {
        return value;
    }

    @Override
    public boolean set(List<String> words) {
        String word = single(words);
        long number = parse(word);
        if (unit == Unit.BYTES_OR_PERCENT && number < 0) {
            if (number < least) {
                throw new ConfigRejectedException("percentage argument must be less or equal to " + -least);
            }
        } else {
            boolean unsigned = unit == Unit.BYTES && most < 0;
            boolean below = unsigned ? Long.compareUnsigned(number, least) < 0 : number < least;
            boolean above = unsigned ? Long.compareUnsigned(number, most) > 0 : number > most;
            if (below || above) {
                throw new ConfigRejectedException(range());
            }
        }
        boolean other = number != value;
        value = number;
        return other;
    }

    private String range() {
        String bounds = switch (unit) {
            case OCTAL -> Long.toOctalString(least) + " and " + Long.toOctalString(most);
            case BYTES -> Long.toUnsignedString(least) + " and " + Long.toUnsignedString(most);
            case PLAIN, BYTES_OR_PERCENT -> least + " and " + most;
        };
        return "argument must be between " + bounds + " inclusive";
    }

    private long parse(String word) {
        try {
            return switch (unit) {
                case PLAIN -> plain(word);
                case OCTAL -> word.isEmpty() ? 0 : Long.parseLong(word.strip(), 8);
                case BYTES -> sizeOf(word);
                case BYTES_OR_PERCENT ->
                    word.length() > 1 && word.endsWith("%")
                            ? percent(word.substring(0, word.length() - 1))
                            : sizeOf(word);
            };
        } catch (NumberFormatException none) {
            throw new ConfigRejectedException(
                    switch (unit) {
                        case PLAIN -> "argument couldn't be parsed into an integer";
                        case OCTAL -> "argument couldn't be parsed as an octal number";
                        case BYTES -> "argument must be a memory value";
                        case BYTES_OR_PERCENT -> "argument must be a memory or percent value";
                    });
        }
    }

    /** Decimal digits without plus, leading zeros or anything around them. */
    private static long plain(String word) {
        long number = Long.parseLong(word);
        if (!Long.toString(number).equals(word)) {
            throw new NumberFormatException();
        }
        return number;
    }

    private static long percent(String word) {
        long number = plain(word);
        if (number < 0) {
            throw new NumberFormatException();
        }
        return -number;
    }

    /**
     * A size as redis.conf writes it, such as {@code 64mb}; unsigned. As lenient as Redis: no digits are 0, too many are
     * the largest number, and the unit's factor wraps around.
     *
     * @throws NumberFormatException if it is none
     */
    public static long sizeOf(String word) {
        int end = 0;
        while (end < word.length() && word.charAt(end) >= '0' && word.charAt(end) <= '9') {
            end++;
        }
        long factor = switch (word.substring(end).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1L;
            case "k" -> 1000L;
            case "kb" -> 1024L;
            case "m" -> 1000L * 1000;
            case "mb" -> 1024L * 1024;
            case "g" -> 1000L * 1000 * 1000;
            case "gb" -> 1024L * 1024 * 1024;
            default -> throw new NumberFormatException();
        };
        long number = 0;
        try {
            number = end == 0 ? 0 : Long.parseUnsignedLong(word.substring(0, end));
        } catch (NumberFormatException tooLarge) {
            number = -1;
        }
        return number * factor;
    }

    @Override
    public String text() {
        if (unit == Unit.OCTAL) {
            return Long.toOctalString(value);
        }
        if (unit == Unit.BYTES_OR_PERCENT && value < 0) {
            return -value + "%";
        }
        return unit == Unit.PLAIN ? Long.toString(value) : Long.toUnsignedString(value);
    }

    @Override
    public List<String> lines() {
        if (unit != Unit.BYTES && unit != Unit.BYTES_OR_PERCENT || value < 0) {
            return List.of(text());
        }
        return List.of(shortened(value));
    }

    /** A size with the largest of gb, mb and kb that divides it. */
    public static String shortened(long bytes) {
        if (bytes > 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "gb";
        }
        if (bytes > 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "mb";
        }
        if (bytes > 0 && bytes % (1L << 10) == 0) {
            return (bytes >> 10) + "kb";
        }
        return Long.toString(bytes);
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
