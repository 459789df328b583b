package serval.keys;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.block.Suspension;
import serval.sdk.command.Call;
import serval.sdk.command.Caller;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Handler;
import serval.sdk.reply.CommandError;
import serval.spi.journal.Journal;
import serval.spi.role.ServerRole;
import serval.spi.session.Session;

/** WAIT and WAITAOF on a server whose replicas, if it has any, say by themselves how far they are. */
@Component
public final class WaitCommands implements CommandFamily {
    static final CommandSpec WAIT = CommandSpec.command("WAIT numreplicas timeout")
            .summary("Waits until replicas have what this connection wrote.")
            .group("generic")
            .since("3.0.0")
            .complexity("O(1)")
            .categories("connection", "-keyspace")
            .type("timeout", serval.sdk.command.Argument.Type.INTEGER)
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .build();

    static final CommandSpec WAITAOF = CommandSpec.command("WAITAOF numlocal numreplicas timeout")
            .summary("Waits until what this connection wrote is in append-only files, here and at replicas.")
            .group("generic")
            .since("7.2.0")
            .complexity("O(1)")
            .flags(CommandFlag.NOSCRIPT)
            .categories("connection", "-keyspace")
            .type("timeout", serval.sdk.command.Argument.Type.INTEGER)
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .build();

    private static final String WRITABLE =
            " Please also note that since Redis 4.0 if a replica is configured to be writable "
                    + "(which is not the default) writes to replicas are just local and are not propagated.";
    private static final CommandError WAIT_ON_REPLICA =
            CommandError.of("ERR WAIT cannot be used with replica instances." + WRITABLE);
    private static final CommandError WAITAOF_ON_REPLICA = CommandError.of(
            "ERR WAITAOF cannot be used with replica instances. Please also note that writes to replicas are "
                    + "just local and are not propagated.");
    private static final CommandError NO_FILE =
            CommandError.of("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");

    private final Settings settings;

    /** Creates the commands. */
    @Activate
    public WaitCommands(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(WAIT, this::waitReplicas)
                .add(WAITAOF, this::waitFiles)
                .build();
    }

    private boolean isReplica() {
        ServerRole role = settings.role();
        return role != null && role.isReplica();
    }

    private long acknowledged(long offset) {
        ServerRole role = settings.role();
        return role == null ? 0 : role.acknowledged(offset);
    }

    private long offset() {
        ServerRole role = settings.role();
        return role == null ? 0 : role.offset();
    }

    void waitReplicas(Call call) {
        if (isReplica()) {
            throw WAIT_ON_REPLICA.exception();
        }
        long wanted = call.asLong(1);
        long timeout = Numbers.timeout(call, 2);
        long offset = offset();
        answer(
                call,
                acknowledged(offset) >= wanted,
                timeout,
                late -> late.reply().integer(acknowledged(offset)));
    }

    void waitFiles(Call call) {
        long local = Numbers.between(call, 1, 0, 1);
        long wanted = call.asLong(2, 0, Long.MAX_VALUE, CommandError.NOT_POSITIVE);
        long timeout = Numbers.timeout(call, 3);
        if (isReplica()) {
            throw WAITAOF_ON_REPLICA.exception();
        }
        if (local > 0 && !settings.isAppendOnly()) {
            throw NO_FILE.exception();
        }
        Journal journal = settings.journal();
        Caller caller = call.caller();
        // What others wrote meanwhile is not waited for.
        long position =
                caller instanceof Session session ? session.lastWrite() : journal == null ? 0 : journal.position();
        long offset = offset();
        Handler answer = late -> {
            if (local > 0 && !settings.isAppendOnly()) {
                throw NO_FILE.exception();
            }
            late.reply().array(2);
            late.reply().integer(isOnDisk(journal, position) ? 1 : 0);
            late.reply().integer(acknowledged(offset));
        };
        boolean here = local == 0 || isOnDisk(journal, position);
        boolean there = acknowledged(offset) >= wanted;
        if (here && there || !call.canWait()) {
            answer.run(call);
            return;
        }
        Suspension waiting = call.suspend(timeout, answer);
        if (there && journal != null) {
            waiting.onAbandoned(journal.whenSynced(position, () -> waiting.resume(answer)));
        }
    }

    private static boolean isOnDisk(@Nullable Journal journal, long position) {
        return journal != null && journal.synced() >= position;
    }

    private static void answer(Call call, boolean atOnce, long timeout, Handler answer) {
        if (atOnce) {
            answer.run(call);
        } else {
            call.suspend(timeout, answer);
        }
    }
}
