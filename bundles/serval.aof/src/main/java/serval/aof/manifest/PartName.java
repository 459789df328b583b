package serval.aof.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a part tells of it. The single file from the time before there were manifests has a name that tells nothing.
 *
 * @param prefix the configured file name
 * @param number the sequence number
 * @param isBase whether it was made as a base, and not as an increment
 */
record PartName(String prefix, long number, boolean isBase) {
    private static final Pattern FORM =
            Pattern.compile("(.+)\\.(\\d{1,18})\\.(base\\.rdb|base\\.aof|incr\\.aof)", Pattern.DOTALL);

    /** What a name tells, or null if nothing. */
    static @Nullable PartName of(String name) {
        Matcher parts = FORM.matcher(name);
        return parts.matches()
                ? new PartName(
                        parts.group(1),
                        Long.parseLong(parts.group(2)),
                        parts.group(3).startsWith("base"))
                : null;
    }
}
