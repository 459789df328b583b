package serval.spi.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.command.KeyFinder;

/** The service that knows every command there is at this moment. Under the engine lock. */
@ProviderType
public interface Commands {
    /** All commands, subcommands not included, in no particular order. */
    Collection<CommandEntry> all();

    /** The command of this name, letter case aside, or null. */
    @Nullable
    CommandEntry find(byte[] array, int offset, int length);

    /** The command or subcommand of this full name such as {@code get} or {@code config|get}, letter case aside; or null. */
    @Nullable
    CommandEntry find(String fullName);

    /** The entry that words would run: the subcommand where there is one; null if unknown. */
    @Nullable
    CommandEntry resolve(KeyFinder.Arguments words);

    /**
     * Tells the positions of the keys in the words of a call, by the key specifications or the command's own finder.
     *
     * @return false if the command takes no keys
     * @throws serval.sdk.reply.CommandException if the words make no sense
     */
    boolean keys(CommandEntry command, KeyFinder.Arguments words, KeyFinder.Positions found);

    /** Forgets all statistics (CONFIG RESETSTAT). */
    void resetStatistics();
}
