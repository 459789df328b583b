package serval.admin;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_ASYNC_LOADING;
import static serval.sdk.command.CommandFlag.STALE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.spi.role.ServerRole;

/** What this server is to others: ROLE, REPLICAOF, SLAVEOF. */
@Component
public final class RoleCommands implements CommandFamily {
    private static final Token NO = Token.of("NO");
    private static final Token ONE = Token.of("ONE");
    private static final CommandError BAD_PORT = CommandError.of("ERR Invalid master port");
    private static final CommandError NO_REPLICATION =
            CommandError.of("ERR this server cannot be a replica: no bundle that replicates is installed");

    static final CommandSpec ROLE = CommandSpec.command("ROLE")
            .summary("Tells whether this is a primary or a replica, and of whom.")
            .group("server")
            .since("2.8.12")
            .complexity("O(1)")
            .flags(NOSCRIPT, LOADING, STALE, FAST)
            .categories("admin", "dangerous")
            .build();

    static final CommandSpec REPLICAOF = replicaof("REPLICAOF")
            .summary("Makes this server a replica of another, or a primary.")
            .since("5.0.0")
            .build();

    static final CommandSpec SLAVEOF = replicaof("SLAVEOF")
            .summary("Makes this server a replica of another, or a primary.")
            .since("1.0.0")
            .deprecated("5.0.0", "`REPLICAOF`")
            .build();

    private volatile @Nullable ServerRole role;

    private static CommandSpec.Builder replicaof(String name) {
        return CommandSpec.command(name + " <host port | NO ONE>")
                .group("server")
                .complexity("O(1)")
                .flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
                .groups("args", "host-port", "no-one")
                .type("port", serval.sdk.command.Argument.Type.INTEGER);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindRole(ServerRole service) {
        role = service;
    }

    void unbindRole(ServerRole service) {
        if (role == service) {
            role = null;
        }
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ROLE, this::role)
                .add(REPLICAOF, this::replicaof)
                .add(SLAVEOF, this::replicaof)
                .build();
    }

    void role(Call call) {
        ServerRole known = role;
        if (known != null) {
            known.describe(call.reply());
            return;
        }
        call.reply().array(3);
        call.reply().bulk("master");
        call.reply().integer(0);
        call.reply().array(0);
    }

    void replicaof(Call call) {
        if (call.is(1, NO) && call.is(2, ONE)) {
            call.reply().ok();
            return;
        }
        call.asLong(2, 0, 65535, BAD_PORT);
        throw NO_REPLICATION.exception();
    }
}
