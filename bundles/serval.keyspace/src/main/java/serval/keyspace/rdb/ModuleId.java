package serval.keyspace.rdb;

/**
 * The 64 bits under which files keep a module type: nine characters of six bits each, and ten bits of encoding version.
 */
public final class ModuleId {
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int LENGTH = 9;

    private ModuleId() {}

    /**
     * The id of a type.
     *
     * @throws IllegalArgumentException if the name has not nine characters of A-Z a-z 0-9 - _, or the version is above 1023
     */
    public static long of(String name, int version) {
        if (name.length() != LENGTH || version < 0 || version > 1023) {
            throw new IllegalArgumentException("not a module type: " + name + " version " + version);
        }
        long id = 0;
        for (int i = 0; i < LENGTH; i++) {
            int index = CHARACTERS.indexOf(name.charAt(i));
            if (index < 0) {
                throw new IllegalArgumentException("not a module type: " + name);
            }
            id = id << 6 | index;
        }
        return id << 10 | version;
    }

    /** Whether a module type can have this name. */
    public static boolean isName(String name) {
        return name.length() == LENGTH && name.chars().allMatch(one -> CHARACTERS.indexOf(one) >= 0);
    }

    /** The name in an id. */
    public static String name(long id) {
        char[] name = new char[LENGTH];
        long rest = id >>> 10;
        for (int i = LENGTH - 1; i >= 0; i--) {
            name[i] = CHARACTERS.charAt((int) (rest & 63));
            rest >>>= 6;
        }
        return new String(name);
    }

    /** The version in an id. */
    public static int version(long id) {
        return (int) (id & 1023);
    }
}
