package serval.keys;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.type.ValueType;
import serval.sdk.value.BuiltinTypes;
import serval.sdk.value.HashValue;

/** Looks up what BY and GET patterns refer to: {@code weight_*}, {@code object_*->name}, or {@code #} for the element itself. */
final class SortPatterns {
    private final Keys keys;
    private final BuiltinTypes types;

    SortPatterns(Keys keys, BuiltinTypes types) {
        this.keys = keys;
        this.types = types;
    }

    /** Where the element goes in a pattern, or a negative number: then it is the same for all. */
    static int asterisk(byte[] pattern) {
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i] == '*') {
                return i;
            }
        }
        return -1;
    }

    /** Where the field of a hash begins that a pattern names behind an arrow, or a negative number. */
    private static int field(byte[] pattern, int from) {
        for (int i = from; i + 2 < pattern.length; i++) {
            if (pattern[i] == '-' && pattern[i + 1] == '>') {
                return i + 2;
            }
        }
        return -1;
    }

    /** The string that a pattern refers to for an element, or null if there is none. */
    byte @Nullable [] get(byte[] pattern, byte[] element) {
        if (pattern.length == 1 && pattern[0] == '#') {
            return element;
        }
        int at = asterisk(pattern);
        if (at < 0) {
            return null;
        }
        int field = field(pattern, at + 1);
        int end = field < 0 ? pattern.length : field - 2;
        byte[] name = new byte[end - 1 + element.length];
        System.arraycopy(pattern, 0, name, 0, at);
        System.arraycopy(element, 0, name, at, element.length);
        System.arraycopy(pattern, at + 1, name, at + element.length, end - at - 1);
        Key key = keys.open(name);
        ValueType<?> type = key.exists() ? key.type() : null;
        if (type == null) {
            return null;
        }
        ByteSlice found = null;
        if (field < 0 && type.name().equals("string")) {
            found = key.string().read();
        } else if (field >= 0 && type.name().equals("hash")) {
            HashValue hash = key.read(types.hash());
            found = hash == null ? null : hash.get(pattern, field, pattern.length - field);
        }
        return found == null ? null : found.copy();
    }
}
