package serval.aof.manifest;

/**
 * One file of an append-only file.
 *
 * @param name its name within the folder, one char per byte
 * @param number its sequence number
 * @param kind what it is
 */
public record Part(String name, long number, Kind kind) {
    /** What a file is. */
    public enum Kind {
        /** The dataset as it was at some moment. */
        BASE('b'),
        /** What was rewritten since, and may go. */
        HISTORY('h'),
        /** What was done after the base. */
        INCREMENT('i');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** The letter in the manifest. */
        public char letter() {
            return letter;
        }
    }
}
