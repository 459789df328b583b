package serval.aof;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_ASYNC_LOADING;

import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;
import serval.spi.dataset.BackgroundWork;

/** The command BGREWRITEAOF. */
final class AofCommands implements CommandFamily {
    static final CommandSpec BGREWRITEAOF = CommandSpec.command("BGREWRITEAOF")
            .summary("Writes the append-only file anew, in the background: the shortest one that makes the dataset.")
            .group("server")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .build();

    private static final CommandError IN_PROGRESS =
            CommandError.of("ERR Background append only file rewriting already in progress");

    private final Rewriter rewriter;
    private final BackgroundWork background;

    AofCommands(Rewriter rewriter, BackgroundWork background) {
        this.rewriter = rewriter;
        this.background = background;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(BGREWRITEAOF, this::rewrite).build();
    }

    void rewrite(Call call) {
        boolean cancelled = rewriter.isCancelled();
        if (rewriter.isRunning() && !cancelled) {
            throw IN_PROGRESS.exception();
        }
        if (cancelled && call.canWait()) {
            // In Redis the child that was killed would be gone.
            rewriter.beginAfterwards();
        } else if (background.present() != BackgroundWork.Kind.NONE || !call.canWait() || !rewriter.begin()) {
            rewriter.forgetFailures();
            rewriter.schedule();
            call.reply().status("Background append only file rewriting scheduled");
            return;
        }
        call.reply().status("Background append only file rewriting started");
    }
}
