package serval.sdk.command;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;

/**
 * Finds the keys in the words of a call: by the command's key specifications, and by its {@link KeyFinder} where those
 * cannot tell or say that what is done with the keys depends on the arguments.
 *
 * <p>The words need not make sense: where they do not, there are no keys, and the command itself will say what is wrong.
 *
 * <p>Type tests rather than switches over types: the JVM makes code for each of those at its first use, which takes the thread that
 * serves everybody a millisecond.
 */
public final class KeyPositions {
    private static final int INVALID = -1;

    private KeyPositions() {}

    /**
     * Tells the positions of the keys, in the order of the specifications.
     *
     * @return false if the command takes no keys
     * @throws serval.sdk.reply.CommandException if the command's own finder refuses the words
     */
    public static boolean find(CommandSpec spec, KeyFinder.Arguments words, KeyFinder.Positions found) {
        return find(spec, words, found, false);
    }

    /**
     * As {@link #find(CommandSpec, KeyFinder.Arguments, KeyFinder.Positions)}, and on demand with the arguments that
     * are no keys but are routed like them ({@link KeyFlag#NOT_KEY}).
     */
    public static boolean find(
            CommandSpec spec, KeyFinder.Arguments words, KeyFinder.Positions found, boolean withNotKeys) {
        KeyFinder finder = spec.keyFinder();
        KeyFlag[][] flags = spec.keySpecFlags();
        if (finder == null && !any(flags, withNotKeys)) {
            return false;
        }
        boolean trusted = finder == null || flags.length > 0 && !has(flags, KeyFlag.VARIABLE_FLAGS);
        if (trusted && walk(spec, words, null, withNotKeys) != INVALID) {
            walk(spec, words, found, withNotKeys);
        } else if (finder != null) {
            finder.find(words, found);
        }
        return true;
    }

    /** Whether a command takes keys at all. */
    public static boolean any(CommandSpec spec) {
        return spec.keyFinder() != null || any(spec.keySpecFlags(), false);
    }

    private static boolean any(KeyFlag[][] flags, boolean withNotKeys) {
        for (KeyFlag[] some : flags) {
            if (withNotKeys || !has(some, KeyFlag.NOT_KEY)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(KeyFlag[][] flags, KeyFlag wanted) {
        for (KeyFlag[] some : flags) {
            if (has(some, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(KeyFlag[] flags, KeyFlag wanted) {
        for (KeyFlag flag : flags) {
            if (flag == wanted) {
                return true;
            }
        }
        return false;
    }

    /** The number of keys, told to {@code found} if there is one; {@link #INVALID} if a specification cannot tell. */
    private static int walk(
            CommandSpec command, KeyFinder.Arguments words, KeyFinder.@Nullable Positions found, boolean withNotKeys) {
        KeyFlag[][] flags = command.keySpecFlags();
        int count = words.count();
        int keys = 0;
        for (int s = 0; s < flags.length; s++) {
            KeySpec spec = command.keySpecs().get(s);
            if (!withNotKeys && has(flags[s], KeyFlag.NOT_KEY)) {
                continue;
            }
            int first = first(spec.begin(), words);
            if (first == 0) {
                continue;
            }
            if (first < 0 || first >= count) {
                return INVALID;
            }
            int last = last(spec.find(), first, words);
            if (spec.find() instanceof KeySpec.Find.Count numbered) {
                first += numbered.first();
            }
            if (last < first || last >= count) {
                return INVALID;
            }
            int step = step(spec.find());
            for (int i = first; i <= last; i += step) {
                keys++;
                if (found != null) {
                    found.key(i, flags[s]);
                }
            }
            if (has(flags[s], KeyFlag.INCOMPLETE)) {
                return INVALID;
            }
        }
        return keys;
    }

    /** Where a specification's first key stands; 0 if its keyword is not there, {@link #INVALID} if it cannot be told. */
    private static int first(KeySpec.Begin begin, KeyFinder.Arguments words) {
        if (begin instanceof KeySpec.Begin.Index index) {
            return index.position();
        }
        return begin instanceof KeySpec.Begin.Keyword keyword ? behind(keyword, words) : INVALID;
    }

    private static int behind(KeySpec.Begin.Keyword keyword, KeyFinder.Arguments words) {
        // Neither the last word looking forward nor the first one looking backward is considered, as in Redis.
        int count = words.count();
        boolean forward = keyword.from() > 0;
        int at = forward ? keyword.from() : count + keyword.from();
        int end = forward ? count - 1 : 1;
        while (at >= 1 && at < count && at != end) {
            if (spells(words.slice(at), keyword.keyword())) {
                return at + 1;
            }
            at += forward ? 1 : -1;
        }
        return 0;
    }

    private static int last(KeySpec.Find find, int first, KeyFinder.Arguments words) {
        int count = words.count();
        if (find instanceof KeySpec.Find.Range range) {
            if (range.last() >= 0) {
                return first + range.last();
            }
            return range.limit() == 0 ? count + range.last() : first + (count - first) / range.limit() + range.last();
        }
        if (find instanceof KeySpec.Find.Count numbered) {
            int at = first + numbered.count();
            long keys = at < count ? number(words.slice(at)) : INVALID;
            return keys < 0 || keys > count ? INVALID : first + numbered.first() + ((int) keys - 1) * numbered.step();
        }
        return INVALID;
    }

    private static int step(KeySpec.Find find) {
        if (find instanceof KeySpec.Find.Range range) {
            return Math.max(range.step(), 1);
        }
        return find instanceof KeySpec.Find.Count numbered ? Math.max(numbered.step(), 1) : 1;
    }

    private static boolean spells(ByteSlice slice, String word) {
        if (slice.length() != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int c = slice.at(i);
            if ((c >= 'a' && c <= 'z' ? c - 32 : c) != Character.toUpperCase(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A count as Redis reads it: digits without sign, plus or leading zeros; negative if it is none. */
    private static long number(ByteSlice slice) {
        int length = slice.length();
        if (length == 0 || length > 10 || length > 1 && slice.at(0) == '0') {
            return INVALID;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = slice.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
