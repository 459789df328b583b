package serval.admin;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.ALLOW_BUSY;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_MULTI;
import static serval.sdk.command.CommandFlag.SENTINEL;
import static serval.sdk.command.CommandFlag.STALE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.spi.engine.Executor;

/** The command SHUTDOWN. */
@Component
public final class ShutdownCommands implements CommandFamily {
    private static final Token NOSAVE = Token.of("NOSAVE");
    private static final Token SAVE = Token.of("SAVE");
    private static final Token NOW = Token.of("NOW");
    private static final Token FORCE = Token.of("FORCE");
    private static final Token ABORT = Token.of("ABORT");
    private static final CommandError NONE_IN_PROGRESS = CommandError.of("ERR No shutdown in progress.");
    private static final CommandError FAILED = CommandError.of("ERR Errors trying to SHUTDOWN. Check logs.");
    private static final CommandError DENIED =
            CommandError.of("ERR SHUTDOWN without NOW or ABORT isn't allowed for DENY BLOCKING client");
    private static final CommandError BUSY =
            CommandError.of("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");

    static final CommandSpec SHUTDOWN = CommandSpec.command("SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]")
            .summary("Ends the server, saving the dataset first where that is configured or asked for.")
            .group("server")
            .since("1.0.0")
            .complexity("O(N) when saving, where N is the total number of keys in all databases when saving data,"
                    + " otherwise O(1)")
            .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, SENTINEL, ALLOW_BUSY)
            .groups("save-selector")
            .argumentSince("NOW", "7.0.0")
            .argumentSince("FORCE", "7.0.0")
            .argumentSince("ABORT", "7.0.0")
            .changed("7.0.0", "Added the `NOW`, `FORCE` and `ABORT` modifiers.")
            .build();

    private final Shutdown shutdown;
    private final Executor executor;

    /** Creates the command. */
    @Activate
    public ShutdownCommands(@Reference Shutdown shutdown, @Reference Executor executor) {
        this.shutdown = shutdown;
        this.executor = executor;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(SHUTDOWN, this::shutdown).build();
    }

    void shutdown(Call call) {
        boolean save = false;
        boolean nosave = false;
        boolean now = false;
        boolean force = false;
        boolean abort = false;
        for (int i = 1; i < call.count(); i++) {
            save |= call.is(i, SAVE);
            nosave |= call.is(i, NOSAVE);
            now |= call.is(i, NOW);
            force |= call.is(i, FORCE);
            abort |= call.is(i, ABORT);
            if (!call.is(i, SAVE)
                    && !call.is(i, NOSAVE)
                    && !call.is(i, NOW)
                    && !call.is(i, FORCE)
                    && !call.is(i, ABORT)) {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (save && nosave || abort && call.count() > 2) {
            throw CommandError.SYNTAX.exception();
        }
        if (abort) {
            // What is asked to stop does so at once, unless a signal is held back.
            if (!shutdown.abort()) {
                throw NONE_IN_PROGRESS.exception();
            }
            call.reply().ok();
            return;
        }
        // While a script is running nobody can wait, and this is what ends it.
        boolean busy = executor.longCall() != null;
        if (!now && !call.canWait() && !busy) {
            throw DENIED.exception();
        }
        if (!nosave && busy) {
            throw BUSY.exception();
        }
        if (!shutdown.begin(new Shutdown.Options(save, nosave, now, force))) {
            throw FAILED.exception();
        }
        // The loops would wait for it while they end.
        executor.abandonLongCall();
        // The client is answered by the end of its connection.
        call.suspend(0, late -> {});
    }
}
