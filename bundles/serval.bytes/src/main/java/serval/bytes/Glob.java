package serval.bytes;

/**
 * Glob-style patterns as KEYS, SCAN and PSUBSCRIBE understand them.
 *
 * <p>{@code *} is any run of bytes, {@code ?} any one byte, {@code [a-z]}, {@code [abc]} and {@code [^abc]} classes, and
 * {@code \} takes the next byte literally. Bytes compare as signed numbers in class ranges, and reversed ranges are
 * turned round. Some corners are kept because clients can see them: the empty string matches only the empty pattern; a
 * class that is never closed ends with the pattern; an escaped byte in a class is compared exactly even when letter case
 * does not matter.
 *
 * <p>Matching goes back only to the last {@code *} seen: when the rest of a pattern matches nowhere behind that star, no
 * longer run for an earlier star can help. Time is therefore at most pattern times string, there is no recursion, and
 * nothing is allocated.
 */
public final class Glob {

    private Glob() {}

    /** Tells whether the whole string matches the pattern. */
    public static boolean matches(byte[] pattern, byte[] string, boolean ignoreCase) {
        return matches(pattern, 0, pattern.length, string, 0, string.length, ignoreCase);
    }

    /** Tells whether the pattern is a single star, which matches every string that is not empty. */
    public static boolean matchesAll(byte[] pattern, int offset, int length) {
        return length == 1 && pattern[offset] == '*';
    }

    /** Tells whether the whole string range matches the pattern range. */
    public static boolean matches(
            byte[] pattern,
            int patternOffset,
            int patternLength,
            byte[] string,
            int stringOffset,
            int stringLength,
            boolean ignoreCase) {
        int patternEnd = patternOffset + patternLength;
        int stringEnd = stringOffset + stringLength;
        int p = patternOffset;
        int s = stringOffset;
        int afterStar = -1;
        int starAt = 0;
        while (p < patternEnd && s < stringEnd) {
            byte token = pattern[p];
            if (token == '*') {
                while (p < patternEnd && pattern[p] == '*') {
                    p++;
                }
                if (p == patternEnd) {
                    return true;
                }
                afterStar = p;
                starAt = s;
                continue;
            }
            boolean matched;
            int next;
            if (token == '?') {
                matched = true;
                next = p + 1;
            } else if (token == '[') {
                int result = matchClass(pattern, p + 1, patternEnd, string[s], ignoreCase);
                matched = result >= 0;
                next = matched ? result : p;
            } else {
                int literal = token == '\\' && p + 1 < patternEnd ? p + 1 : p;
                matched = same(pattern[literal], string[s], ignoreCase);
                next = literal + 1;
            }
            if (matched) {
                p = next;
                s++;
                if (s < stringEnd && p < patternEnd) {
                    continue;
                }
                if (s == stringEnd) {
                    // Every token but a star eats one byte: with the string used up, a later start cannot do better.
                    while (p < patternEnd && pattern[p] == '*') {
                        p++;
                    }
                    return p == patternEnd;
                }
            }
            // Either this byte does not match, or the pattern ended before the string did.
            if (afterStar < 0 || ++starAt >= stringEnd) {
                return false;
            }
            p = afterStar;
            s = starAt;
        }
        return p == patternEnd && s == stringEnd;
    }

    /** Returns the position behind the class that starts at {@code at} (behind its bracket), or -1 if it lacks the byte. */
    private static int matchClass(byte[] pattern, int at, int end, byte b, boolean ignoreCase) {
        int p = at;
        boolean not = p < end && pattern[p] == '^';
        if (not) {
            p++;
        }
        boolean found = false;
        while (p < end && pattern[p] != ']') {
            if (pattern[p] == '\\' && end - p >= 2) {
                p++;
                found |= pattern[p] == b;
                p++;
            } else if (end - p >= 3 && pattern[p + 1] == '-') {
                found |= inRange(pattern[p], pattern[p + 2], b, ignoreCase);
                p += 3;
            } else {
                found |= same(pattern[p], b, ignoreCase);
                p++;
            }
        }
        if (found == not) {
            return -1;
        }
        return p < end ? p + 1 : end;
    }

    private static boolean inRange(byte from, byte to, byte b, boolean ignoreCase) {
        byte low = from <= to ? from : to;
        byte high = from <= to ? to : from;
        if (ignoreCase) {
            byte folded = Ascii.toLower(b);
            return folded >= Ascii.toLower(low) && folded <= Ascii.toLower(high);
        }
        return b >= low && b <= high;
    }

    private static boolean same(byte x, byte y, boolean ignoreCase) {
        return x == y || (ignoreCase && Ascii.toLower(x) == Ascii.toLower(y));
    }
}
