package serval.sdk.config;

/** The quoting of values in redis.conf. Strings hold one char per byte. */
public final class Quoting {
    private Quoting() {}

    /** A text as it stands if that is harmless, else in quotes. */
    public static String quote(String text) {
        boolean plain = !text.isEmpty();
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\' && c != '#';
        }
        return plain ? text : inQuotes(text);
    }

    /** A text in double quotes, with escapes for what is not printable. */
    public static String inQuotes(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '"' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case 7 -> quoted.append("\\a");
                default -> {
                    if (c >= ' ' && c < 127) {
                        quoted.append(c);
                    } else {
                        quoted.append(String.format("\\x%02x", c & 0xff));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
