package serval.sdk.command;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Finds the keys of a call whose positions no key specification can tell, such as SORT's STORE.
 */
@ConsumerType
@FunctionalInterface
public interface KeyFinder {
    /**
     * Tells each key's position to {@code found}.
     *
     * @throws serval.sdk.reply.CommandException if the arguments make no sense
     */
    void find(Arguments arguments, Positions found);

    /** The arguments of a call, or of one that is only asked about. */
    interface Arguments {
        /** The number of arguments, the command's name included. */
        int count();

        /** An argument's bytes; valid until the next call of this method. */
        serval.bytes.ByteSlice slice(int index);
    }

    /** Takes key positions. */
    interface Positions {
        /** A key at this index, and what the command does with it. */
        void key(int index, KeyFlag... flags);
    }
}
