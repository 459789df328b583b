package serval.scripting.lua;

/** How chunks are named in messages. */
final class Chunks {
    private static final int LONGEST = 60;

    private Chunks() {}

    /** The short name of a chunk: of {@code @name} the name, of {@code =name} the name, of a text its beginning. */
    static String shortName(String source) {
        if (source.startsWith("=")) {
            String name = source.substring(1);
            return name.length() < LONGEST ? name : name.substring(0, LONGEST - 1);
        }
        if (source.startsWith("@")) {
            String name = source.substring(1);
            int room = LONGEST - 8;
            return name.length() <= room ? name : "..." + name.substring(name.length() - room);
        }
        int end = source.indexOf('\n');
        int carriage = source.indexOf('\r');
        int line = end < 0 ? carriage : carriage < 0 ? end : Math.min(end, carriage);
        int room = LONGEST - 17;
        String first = line < 0 ? source : source.substring(0, line);
        if (line >= 0 || first.length() > room) {
            return "[string \"" + first.substring(0, Math.min(first.length(), room)) + "...\"]";
        }
        return "[string \"" + first + "\"]";
    }
}
