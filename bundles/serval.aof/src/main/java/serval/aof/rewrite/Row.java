package serval.aof.rewrite;

import org.jspecify.annotations.Nullable;

/** What a saver writes element by element behind their number, so that it can be said as commands before the value is complete. */
enum Row {
    /** A set's members. */
    SET("set", 2),
    /** A sorted set's members, each with its score. */
    SORTED_SET("zset", 5),
    /** A hash's fields, each with its value; none expires. */
    HASH("hash", 4);

    private final String type;
    private final int code;

    Row(String type, int code) {
        this.type = type;
        this.code = code;
    }

    /**
     * What a value is saved as, or null if it is not element by element.
     *
     * @param type the name of the value's type
     * @param code the code its saver writes
     */
    static @Nullable Row of(String type, int code) {
        for (Row row : values()) {
            if (row.code == code && row.type.equals(type)) {
                return row;
            }
        }
        return null;
    }
}
