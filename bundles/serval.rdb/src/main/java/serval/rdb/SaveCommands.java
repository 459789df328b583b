package serval.rdb;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_ASYNC_LOADING;
import static serval.sdk.command.CommandFlag.NO_MULTI;
import static serval.sdk.command.CommandFlag.STALE;

import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** The commands SAVE, BGSAVE and LASTSAVE. */
@Component
public final class SaveCommands implements CommandFamily {
    private static final Token SCHEDULE = Token.of("SCHEDULE");
    private static final Token CANCEL = Token.of("CANCEL");
    private static final CommandError IN_PROGRESS = CommandError.of("ERR Background save already in progress");
    private static final CommandError OTHER_WORK = CommandError.of(
            "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to"
                    + " schedule a BGSAVE whenever possible.");
    private static final CommandError NOT_IN_PROGRESS =
            CommandError.of("ERR Background saving is currently not in progress or scheduled");
    private static final CommandError FAILED = CommandError.of("ERR");

    static final CommandSpec SAVE = CommandSpec.command("SAVE")
            .summary("Saves the dataset to the snapshot file while everybody waits.")
            .group("server")
            .since("1.0.0")
            .complexity("O(N) where N is the total number of keys in all databases")
            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI)
            .build();

    static final CommandSpec BGSAVE = CommandSpec.command("BGSAVE [SCHEDULE]")
            .summary("Saves the dataset to the snapshot file in the background.")
            .group("server")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .argumentSince("SCHEDULE", "3.2.2")
            .changed("3.2.2", "Added the `SCHEDULE` option.")
            .build();

    static final CommandSpec LASTSAVE = CommandSpec.command("LASTSAVE")
            .summary("Tells when the dataset was last saved.")
            .group("server")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE, FAST)
            .categories("admin", "dangerous")
            .tips("nondeterministic_output")
            .build();

    private final Saves saves;

    /** Creates the commands. */
    @Activate
    public SaveCommands(@Reference Saves saves) {
        this.saves = saves;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SAVE, this::save)
                .add(BGSAVE, this::bgsave)
                .add(LASTSAVE, call -> call.reply().integer(saves.lastSaveSeconds()))
                .build();
    }

    void save(Call call) {
        if (saves.isRunning()) {
            throw IN_PROGRESS.exception();
        }
        try {
            saves.save();
        } catch (IOException failed) {
            throw FAILED.exception();
        }
        call.reply().ok();
    }

    void bgsave(Call call) {
        boolean schedule = false;
        if (call.count() > 1) {
            if (call.count() == 2 && call.is(1, SCHEDULE)) {
                schedule = true;
            } else if (call.count() == 2 && call.is(1, CANCEL)) {
                cancel(call);
                return;
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (saves.isRunning()) {
            throw IN_PROGRESS.exception();
        }
        // In a transaction it waits until that is over.
        boolean inTransaction = !call.canWait() && call.caller() != null;
        if (!inTransaction && saves.begin()) {
            call.reply().status("Background saving started");
        } else if (schedule || inTransaction) {
            saves.schedule();
            call.reply().status("Background saving scheduled");
        } else {
            throw OTHER_WORK.exception();
        }
    }

    private void cancel(Call call) {
        if (saves.cancel()) {
            call.reply().status("Background saving cancelled");
        } else if (saves.unschedule()) {
            call.reply().status("Scheduled background saving cancelled");
        } else {
            throw NOT_IN_PROGRESS.exception();
        }
    }
}
