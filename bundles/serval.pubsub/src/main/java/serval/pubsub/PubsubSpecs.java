package serval.pubsub;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.MAY_REPLICATE;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.PUBSUB;
import static serval.sdk.command.CommandFlag.SENTINEL;
import static serval.sdk.command.CommandFlag.STALE;

import java.util.Set;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.KeyFlag;
import serval.sdk.command.KeySpec;

/** The declarations of the commands. */
final class PubsubSpecs {
    static final CommandSpec SUBSCRIBE = listening("SUBSCRIBE channel [channel ...]", "2.0.0")
            .summary("Has messages sent to this connection that are published to some channels.")
            .complexity("O(N) where N is the number of channels to subscribe to.")
            .build();

    static final CommandSpec UNSUBSCRIBE = listening("UNSUBSCRIBE [channel [channel ...]]", "2.0.0")
            .summary("Ends what SUBSCRIBE began, for some channels or all.")
            .complexity("O(N) where N is the number of channels to unsubscribe.")
            .build();

    static final CommandSpec PSUBSCRIBE = listening("PSUBSCRIBE pattern [pattern ...]", "2.0.0")
            .summary(
                    "Has messages sent to this connection that are published to channels whose names match some patterns.")
            .complexity("O(N) where N is the number of patterns to subscribe to.")
            .type("pattern", Type.PATTERN)
            .build();

    static final CommandSpec PUNSUBSCRIBE = listening("PUNSUBSCRIBE [pattern [pattern ...]]", "2.0.0")
            .summary("Ends what PSUBSCRIBE began, for some patterns or all.")
            .complexity("O(N) where N is the number of patterns to unsubscribe.")
            .type("pattern", Type.PATTERN)
            .build();

    static final CommandSpec SSUBSCRIBE = listening("SSUBSCRIBE shardchannel [shardchannel ...]", "7.0.0")
            .summary("Has messages sent to this connection that are published to some shard channels.")
            .complexity("O(N) where N is the number of shard channels to subscribe to.")
            .keySpec(channels(-1))
            .build();

    static final CommandSpec SUNSUBSCRIBE = listening("SUNSUBSCRIBE [shardchannel [shardchannel ...]]", "7.0.0")
            .summary("Ends what SSUBSCRIBE began, for some shard channels or all.")
            .complexity("O(N) where N is the number of shard channels to unsubscribe.")
            .keySpec(channels(-1))
            .build();

    static final CommandSpec PUBLISH = CommandSpec.command("PUBLISH channel message")
            .summary("Sends a message to whoever is subscribed to a channel.")
            .group("pubsub")
            .since("2.0.0")
            .complexity(
                    "O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total "
                            + "number of subscribed patterns (by any client).")
            .flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE, SENTINEL)
            .build();

    static final CommandSpec SPUBLISH = CommandSpec.command("SPUBLISH shardchannel message")
            .summary("Sends a message to whoever is subscribed to a shard channel.")
            .group("pubsub")
            .since("7.0.0")
            .complexity("O(N) where N is the number of clients subscribed to the receiving shard channel.")
            .flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
            .keySpec(channels(0))
            .build();

    static final CommandSpec CONTAINER = CommandSpec.container("PUBSUB")
            .summary("Holds the commands that tell of channels and subscribers.")
            .group("pubsub")
            .since("2.8.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec CHANNELS = asking("CHANNELS [pattern]", "2.8.0")
            .summary("Tells the channels that somebody is subscribed to.")
            .complexity("O(N) where N is the number of active channels, and assuming constant time pattern matching "
                    + "(relatively short channels and patterns)")
            .type("pattern", Type.PATTERN)
            .build();

    static final CommandSpec NUMPAT = asking("NUMPAT", "2.8.0")
            .summary("Tells how many patterns somebody is subscribed to.")
            .complexity("O(1)")
            .build();

    static final CommandSpec NUMSUB = asking("NUMSUB [channel [channel ...]]", "2.8.0")
            .summary("Tells how many are subscribed to each of some channels.")
            .complexity("O(N) for the NUMSUB subcommand, where N is the number of requested channels")
            .build();

    static final CommandSpec SHARDCHANNELS = asking("SHARDCHANNELS [pattern]", "7.0.0")
            .summary("Tells the shard channels that somebody is subscribed to.")
            .complexity(
                    "O(N) where N is the number of active shard channels, and assuming constant time pattern matching "
                            + "(relatively short shard channels).")
            .type("pattern", Type.PATTERN)
            .build();

    static final CommandSpec SHARDNUMSUB = asking("SHARDNUMSUB [shardchannel [shardchannel ...]]", "7.0.0")
            .summary("Tells how many are subscribed to each of some shard channels.")
            .complexity("O(N) for the SHARDNUMSUB subcommand, where N is the number of requested shard channels")
            .build();

    static final CommandSpec HELP = CONTAINER
            .subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("6.2.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    private PubsubSpecs() {}

    private static CommandSpec.Builder listening(String syntax, String since) {
        return CommandSpec.command(syntax)
                .group("pubsub")
                .since(since)
                .flags(PUBSUB, NOSCRIPT, LOADING, STALE, SENTINEL);
    }

    private static CommandSpec.Builder asking(String syntax, String since) {
        return CONTAINER.subcommand(syntax).since(since).flags(PUBSUB, LOADING, STALE);
    }

    /** Shard channels stand where a cluster looks for keys: their slot says which shard has them. */
    private static KeySpec channels(int last) {
        return new KeySpec(
                new KeySpec.Begin.Index(1), new KeySpec.Find.Range(last, 1, 0), Set.of(KeyFlag.NOT_KEY), null);
    }
}
