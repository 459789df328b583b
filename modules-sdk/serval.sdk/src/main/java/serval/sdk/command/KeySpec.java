package serval.sdk.command;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's keys stand among its arguments and what it does with them: Redis' key specification.
 *
 * @param begin how the first key is found
 * @param find how the others follow from it
 * @param flags what is done with them
 * @param notes a remark for COMMAND INFO, or null
 */
public record KeySpec(
        Begin begin,
        Find find,
        Set<KeyFlag> flags,
        @Nullable String notes) {
    public KeySpec {
        flags = Set.copyOf(flags);
    }

    /** How the first key is found. */
    public sealed interface Begin {
        /** At a fixed position, the command's name being 0. */
        record Index(int position) implements Begin {}

        /** After a keyword, looked for from a position on; a negative position looks backwards from the end. */
        record Keyword(String keyword, int from) implements Begin {}

        /** In a way that no specification can tell. */
        record Unknown() implements Begin {}
    }

    /** How the other keys follow from the first. */
    public sealed interface Find {
        /**
         * A range of arguments.
         *
         * @param last the last key, counted from the first; negative counts from the end
         * @param step from one key to the next
         * @param limit with last -1: stop at the 1/limit of the arguments; 0 or 1 for no limit
         */
        record Range(int last, int step, int limit) implements Find {}

        /**
         * As many keys as an argument says.
         *
         * @param count where the count stands, counted from the first key's position
         * @param first where the first key stands, counted likewise
         * @param step from one key to the next
         */
        record Count(int count, int first, int step) implements Find {}

        /** In a way that no specification can tell. */
        record Unknown() implements Find {}
    }
}
