package serval.scripting.lua;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** A match of a Lua pattern. Every step is paid for, so that a pattern that backtracks for ever can be ended; its depth is bounded. */
final class Pattern {
    private static final int CAPTURES = 32;
    private static final int UNFINISHED = -1;
    private static final int POSITION = -2;
    private static final int DEEPEST = 3000;
    private static final int ESCAPE = '%';

    private final Machine machine;
    private final byte[] text;
    private final int textBegin;
    private final int textEnd;
    private final byte[] pattern;
    private final int patternEnd;
    private final int[] starts = new int[CAPTURES];
    private final int[] lengths = new int[CAPTURES];
    private int level;
    private int depth;

    Pattern(Machine machine, LuaString text, LuaString pattern) {
        this.machine = machine;
        this.text = text.m_bytes;
        textBegin = text.m_offset;
        textEnd = text.m_offset + text.m_length;
        this.pattern = pattern.m_bytes;
        patternEnd = pattern.m_offset + pattern.m_length;
    }

    /** Tries to match at one place; returns the index after the match, or -1. Indices are those of the arrays. */
    int match(int at, int p) {
        level = 0;
        depth = 0;
        return step(at, p);
    }

    /** The number of captures. */
    int captures() {
        return level;
    }

    private int step(int from, int begin) {
        int s = from;
        int p = begin;
        if (++depth > DEEPEST) {
            throw Complaint.of("pattern too complex");
        }
        try {
            while (true) {
                machine.spend(1);
                if (p == patternEnd) {
                    return s;
                }
                switch (pattern[p]) {
                    case '(':
                        return p + 1 < patternEnd && pattern[p + 1] == ')'
                                ? startCapture(s, p + 2, POSITION)
                                : startCapture(s, p + 1, UNFINISHED);
                    case ')':
                        return endCapture(s, p + 1);
                    case '$':
                        if (p + 1 == patternEnd) {
                            return s == textEnd ? s : -1;
                        }
                        break;
                    case ESCAPE:
                        if (p + 1 < patternEnd) {
                            int kind = pattern[p + 1];
                            if (kind == 'b') {
                                s = balance(s, p + 2);
                                if (s < 0) {
                                    return -1;
                                }
                                p += 4;
                                continue;
                            }
                            if (kind == 'f') {
                                p += 2;
                                if (p >= patternEnd || pattern[p] != '[') {
                                    throw Complaint.of("missing '[' after '%f' in pattern");
                                }
                                int end = classEnd(p);
                                int previous = s == textBegin ? 0 : text[s - 1] & 255;
                                int now = s == textEnd ? 0 : text[s] & 255;
                                if (inSet(previous, p, end - 1) || !inSet(now, p, end - 1)) {
                                    return -1;
                                }
                                p = end;
                                continue;
                            }
                            if (kind >= '0' && kind <= '9') {
                                s = sameAsCapture(s, kind);
                                if (s < 0) {
                                    return -1;
                                }
                                p += 2;
                                continue;
                            }
                        }
                        break;
                    default:
                        break;
                }
                int end = classEnd(p);
                int suffix = end < patternEnd ? pattern[end] : 0;
                boolean fits = s < textEnd && single(text[s] & 255, p, end);
                switch (suffix) {
                    case '?' -> {
                        if (fits) {
                            int found = step(s + 1, end + 1);
                            if (found >= 0) {
                                return found;
                            }
                        }
                        p = end + 1;
                    }
                    case '*' -> {
                        return most(s, p, end);
                    }
                    case '+' -> {
                        return fits ? most(s + 1, p, end) : -1;
                    }
                    case '-' -> {
                        return fewest(s, p, end);
                    }
                    default -> {
                        if (!fits) {
                            return -1;
                        }
                        s++;
                        p = end;
                    }
                }
            }
        } finally {
            depth--;
        }
    }

    private int most(int s, int p, int end) {
        int count = 0;
        while (s + count < textEnd && single(text[s + count] & 255, p, end)) {
            count++;
        }
        machine.spend(count >> 2);
        for (; count >= 0; count--) {
            int found = step(s + count, end + 1);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    private int fewest(int from, int p, int end) {
        int s = from;
        while (true) {
            int found = step(s, end + 1);
            if (found >= 0) {
                return found;
            }
            if (s < textEnd && single(text[s] & 255, p, end)) {
                s++;
            } else {
                return -1;
            }
        }
    }

    private int startCapture(int s, int p, int what) {
        if (level >= CAPTURES) {
            throw Complaint.of("too many captures");
        }
        starts[level] = s;
        lengths[level] = what;
        level++;
        int found = step(s, p);
        if (found < 0) {
            level--;
        }
        return found;
    }

    private int endCapture(int s, int p) {
        int which = -1;
        for (int i = level - 1; i >= 0; i--) {
            if (lengths[i] == UNFINISHED) {
                which = i;
                break;
            }
        }
        if (which < 0) {
            throw Complaint.of("invalid pattern capture");
        }
        lengths[which] = s - starts[which];
        int found = step(s, p);
        if (found < 0) {
            lengths[which] = UNFINISHED;
        }
        return found;
    }

    private int sameAsCapture(int s, int digit) {
        int which = digit - '1';
        if (which < 0 || which >= level || lengths[which] == UNFINISHED) {
            throw Complaint.of("invalid capture index");
        }
        int length = lengths[which];
        if (length >= 0
                && textEnd - s >= length
                && java.util.Arrays.equals(text, starts[which], starts[which] + length, text, s, s + length)) {
            return s + length;
        }
        return -1;
    }

    private int balance(int s, int p) {
        if (p + 1 >= patternEnd) {
            throw Complaint.of("unbalanced pattern");
        }
        if (s >= textEnd || text[s] != pattern[p]) {
            return -1;
        }
        int open = pattern[p];
        int close = pattern[p + 1];
        int nested = 1;
        for (int at = s + 1; at < textEnd; at++) {
            if (text[at] == close) {
                if (--nested == 0) {
                    return at + 1;
                }
            } else if (text[at] == open) {
                nested++;
            }
        }
        return -1;
    }

    private int classEnd(int from) {
        int p = from;
        int c = pattern[p++];
        if (c == ESCAPE) {
            if (p == patternEnd) {
                throw Complaint.of("malformed pattern (ends with '%')");
            }
            return p + 1;
        }
        if (c == '[') {
            if (p < patternEnd && pattern[p] == '^') {
                p++;
            }
            do {
                if (p == patternEnd) {
                    throw Complaint.of("malformed pattern (missing ']')");
                }
                if (pattern[p++] == ESCAPE && p < patternEnd) {
                    p++;
                }
            } while (p == patternEnd || pattern[p] != ']');
            return p + 1;
        }
        return p;
    }

    private boolean single(int c, int p, int end) {
        return switch (pattern[p]) {
            case '.' -> true;
            case ESCAPE -> inClass(c, pattern[p + 1] & 255);
            case '[' -> inSet(c, p, end - 1);
            default -> (pattern[p] & 255) == c;
        };
    }

    /** Whether a byte is in the set from its opening bracket to its closing one. */
    private boolean inSet(int c, int open, int close) {
        int p = open;
        boolean found = true;
        if (pattern[p + 1] == '^') {
            found = false;
            p++;
        }
        while (++p < close) {
            if (pattern[p] == ESCAPE) {
                p++;
                if (inClass(c, pattern[p] & 255)) {
                    return found;
                }
            } else if (p + 2 < close && pattern[p + 1] == '-') {
                if ((pattern[p] & 255) <= c && c <= (pattern[p + 2] & 255)) {
                    return found;
                }
                p += 2;
            } else if ((pattern[p] & 255) == c) {
                return found;
            }
        }
        return !found;
    }

    private static boolean inClass(int c, int name) {
        boolean in;
        switch (name | 32) {
            case 'a' -> in = isLetter(c);
            case 'c' -> in = c < 32 || c == 127;
            case 'd' -> in = c >= '0' && c <= '9';
            case 'l' -> in = c >= 'a' && c <= 'z';
            case 'p' -> in = c > 32 && c < 127 && !isLetter(c) && !(c >= '0' && c <= '9');
            case 's' -> in = Numbers.isSpace(c);
            case 'u' -> in = c >= 'A' && c <= 'Z';
            case 'w' -> in = isLetter(c) || c >= '0' && c <= '9';
            case 'x' -> in = Character.digit(c, 16) >= 0 && c < 128;
            case 'z' -> in = c == 0;
            default -> {
                return name == c;
            }
        }
        if (name >= 'a' && name <= 'z') {
            return in;
        }
        return name >= 'A' && name <= 'Z' ? !in : name == c;
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** A capture; the whole match if there are none and the first is asked for. */
    LuaValue capture(int which, int from, int to) {
        if (which >= level) {
            if (which == 0) {
                return textOf(from, to);
            }
            throw Complaint.of("invalid capture index");
        }
        int length = lengths[which];
        if (length == UNFINISHED) {
            throw Complaint.of("unfinished capture");
        }
        if (length == POSITION) {
            return LuaInteger.valueOf(starts[which] - textBegin + 1);
        }
        return textOf(starts[which], starts[which] + length);
    }

    LuaString textOf(int from, int to) {
        return LuaString.valueOf(text, from, to - from);
    }

    /** All captures, or the whole match if there are none and that is wanted. */
    LuaValue[] all(int from, int to, boolean whole) {
        int count = level == 0 && whole ? 1 : level;
        LuaValue[] values = new LuaValue[count];
        for (int i = 0; i < count; i++) {
            values[i] = capture(i, from, to);
        }
        return values;
    }
}
