package serval.connection;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.STALE;

import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;

/** ASKING, READONLY, READWRITE as a server answers them that is no node of a cluster. */
@Component
public final class NodeCommands implements CommandFamily {
    static final CommandSpec ASKING = CommandSpec.command("ASKING")
            .summary("Announces that the next command follows an ASK redirection.")
            .group("cluster")
            .since("3.0.0")
            .complexity("O(1)")
            .flags(FAST)
            .categories("connection")
            .build();

    static final CommandSpec READONLY = CommandSpec.command("READONLY")
            .summary("Lets this connection read from a replica of a cluster.")
            .group("cluster")
            .since("3.0.0")
            .complexity("O(1)")
            .flags(FAST, LOADING, STALE)
            .categories("connection")
            .build();

    static final CommandSpec READWRITE = CommandSpec.command("READWRITE")
            .summary("Takes back what READONLY said.")
            .group("cluster")
            .since("3.0.0")
            .complexity("O(1)")
            .flags(FAST, LOADING, STALE)
            .categories("connection")
            .build();

    private static final CommandError NO_CLUSTER = CommandError.of("ERR This instance has cluster support disabled");

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ASKING, NodeCommands::refuse)
                .add(READONLY, NodeCommands::refuse)
                .add(READWRITE, NodeCommands::refuse)
                .build();
    }

    private static void refuse(Call call) {
        throw NO_CLUSTER.exception();
    }
}
