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
        long number = parse(single(words));
        if (!(unit == Unit.BYTES_OR_PERCENT && number < 0)) {
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
        return switch (unit) {
            case OCTAL -> "argument must be between " + Long.toOctalString(least) + " and " + Long.toOctalString(most)
                    + " inclusive";
            case PLAIN -> "argument must be between " + least + " and " + most + " inclusive";
            case BYTES, BYTES_OR_PERCENT -> "argument must be between " + Long.toUnsignedString(least) + " and "
                    + Long.toUnsignedString(most) + " inclusive";
        };
    }

    private long parse(String word) {
        switch (unit) {
            case PLAIN -> {
                try {
                    if (!word.isEmpty() && word.charAt(0) != '+') {
                        return Long.parseLong(word);
                    }
                } catch (NumberFormatException none) {
                    // answered below
                }
                throw new ConfigRejectedException("argument couldn't be parsed into an integer");
            }
            case OCTAL -> {
                try {
                    return Long.parseLong(word, 8);
                } catch (NumberFormatException none) {
                    throw new ConfigRejectedException("argument couldn't be parsed into an integer");
                }
            }
            case BYTES_OR_PERCENT -> {
                if (word.endsWith("%")) {
                    try {
                        long percent = Long.parseLong(word.substring(0, word.length() - 1));
                        if (percent >= 0 && percent <= 100) {
                            return -percent;
                        }
                    } catch (NumberFormatException none) {
                        // answered below
                    }
                    throw new ConfigRejectedException("argument must be a memory or percent value");
                }
                return bytes(word, "argument must be a memory or percent value");
            }
            default -> {
                return bytes(word, "argument must be a memory value");
            }
        }
    }

    private static long bytes(String word, String reason) {
        int end = 0;
        while (end < word.length() && word.charAt(end) >= '0' && word.charAt(end) <= '9') {
            end++;
        }
        long factor =
                switch (word.substring(end).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 1L;
                    case "k" -> 1000L;
                    case "kb" -> 1024L;
                    case "m" -> 1000L * 1000;
                    case "mb" -> 1024L * 1024;
                    case "g" -> 1000L * 1000 * 1000;
                    case "gb" -> 1024L * 1024 * 1024;
                    default -> 0L;
                };
        if (end == 0 || factor == 0) {
            throw new ConfigRejectedException(reason);
        }
        try {
            return Long.parseUnsignedLong(word.substring(0, end)) * factor;
        } catch (NumberFormatException none) {
            throw new ConfigRejectedException(reason);
        }
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
        return List.of(rewritten(value));
    }

    private static String rewritten(long bytes) {
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
