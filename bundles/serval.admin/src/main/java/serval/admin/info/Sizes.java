package serval.admin.info;

import java.util.Locale;

/** Sizes as people read them. */
final class Sizes {
    private static final String UNITS = "KMGTPE";

    private Sizes() {}

    /** Bytes, such as {@code 12B} or {@code 1.50M}. */
    static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 1024 && unit < UNITS.length() - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%c", size, UNITS.charAt(unit));
    }
}
