package serval.modules;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_ASYNC_LOADING;
import static serval.sdk.command.CommandFlag.PROTECTED;
import static serval.sdk.command.CommandFlag.STALE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.block.Suspension;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Handler;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.spi.module.ModuleRefusedException;

/** MODULE. Its client waits, everybody else goes on: nothing of it happens under the engine lock. */
@Component
public final class ModuleCommands implements CommandFamily {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCommands.class);
    private static final Token CONFIG = Token.of("CONFIG");
    private static final Token ARGS = Token.of("ARGS");
    private static final String LOADING_FAILED = "ERR Error loading the extension: ";
    private static final CommandError NOT_HERE =
            CommandError.of("ERR MODULE commands that change something are not possible in a transaction");
    private static final CommandError ENDED = CommandError.of("ERR the server ends");

    static final CommandSpec MODULE = CommandSpec.container("MODULE")
            .summary("Holds the commands that install, exchange and remove modules.")
            .group("server")
            .since("4.0.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec LOAD =
            change("LOAD path [arg [arg ...]]", "Installs a module.", "4.0.0").build();

    static final CommandSpec LOADEX = change(
                    "LOADEX path [CONFIG name value [CONFIG name value ...]] [ARGS args [args ...]]",
                    "Installs a module, with values for its directives.",
                    "7.0.0")
            .groups("configs")
            .build();

    static final CommandSpec UNLOAD = change(
                    "UNLOAD name", "Removes a module; the values of its types are kept.", "4.0.0")
            .build();

    static final CommandSpec UPGRADE = change("UPGRADE path", "Exchanges a module for another version of it.", "0.1.0")
            .build();

    static final CommandSpec ROLLBACK = change(
                    "ROLLBACK name", "Brings back the version of a module that was there before.", "0.1.0")
            .build();

    static final CommandSpec PLAN = change("PLAN path", "Tells what installing a module would do.", "0.1.0")
            .build();

    static final CommandSpec LIST = MODULE.subcommand("LIST")
            .summary("Lists the modules and how they fare.")
            .since("4.0.0")
            .complexity("O(N) where N is the number of loaded modules.")
            .flags(ADMIN, NOSCRIPT)
            .tips("nondeterministic_output_order")
            .build();

    static final CommandSpec HELP = MODULE.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    private final ModuleService modules;

    /** Creates the commands. */
    @Activate
    public ModuleCommands(@Reference ModuleService modules) {
        this.modules = modules;
    }

    private static CommandSpec.Builder change(String syntax, String summary, String since) {
        return MODULE.subcommand(syntax)
                .summary(summary)
                .since(since)
                .complexity("O(1)")
                .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, PROTECTED);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(LOAD, this::load)
                .add(LOADEX, this::loadex)
                .add(UNLOAD, this::unload)
                .add(UPGRADE, this::upgrade)
                .add(ROLLBACK, this::rollback)
                .add(PLAN, this::plan)
                .add(LIST, this::list)
                .add(HELP, this::help)
                .build();
    }

    void load(Call call) {
        String path = path(call);
        List<String> arguments = texts(call, 3);
        change(call, LOADING_FAILED, () -> modules.load(path, arguments, Map.of()));
    }

    void loadex(Call call) {
        String path = path(call);
        Map<String, String> values = new LinkedHashMap<>();
        int at = 3;
        while (at < call.count() && call.is(at, CONFIG)) {
            if (at + 2 >= call.count()) {
                throw CommandError.of(LOADING_FAILED + "CONFIG needs a name and a value")
                        .exception();
            }
            values.put(call.text(at + 1), call.text(at + 2));
            at += 3;
        }
        if (at < call.count() && !call.is(at, ARGS)) {
            throw CommandError.of(LOADING_FAILED + "CONFIG or ARGS expected instead of '" + call.text(at) + "'")
                    .exception();
        }
        List<String> arguments = texts(call, at + 1);
        change(call, LOADING_FAILED, () -> modules.load(path, arguments, values));
    }

    void upgrade(Call call) {
        String path = path(call);
        change(call, LOADING_FAILED, () -> modules.upgrade(path));
    }

    void unload(Call call) {
        String name = call.text(2);
        change(call, "ERR Error unloading module: ", () -> modules.unload(name));
    }

    void rollback(Call call) {
        String name = call.text(2);
        change(call, "ERR Error rolling back module: ", () -> modules.rollBack(name));
    }

    void plan(Call call) {
        String path = path(call);
        onModuleThread(call, LOADING_FAILED, () -> {
            Plan plan = modules.plan(path);
            return new Outcome(answer -> plan.write(answer.reply()), () -> {});
        });
    }

    /** In a transaction nobody can wait: values are not counted there. */
    void list(Call call) {
        if (modules.inventory().all().isEmpty() || !call.canWait()) {
            modules.list(false).write(call.reply());
            return;
        }
        Suspension suspension = call.suspend(0, late -> {});
        Thread.ofVirtual().name("module-list").start(() -> {
            Listing listing = modules.list(true);
            suspension.resume(answer -> listing.write(answer.reply()));
        });
    }

    private record Outcome(Handler answer, Runnable rest) {}

    private void change(Call call, String failure, Supplier<Runnable> action) {
        onModuleThread(call, failure, () -> new Outcome(answer -> answer.reply().ok(), action.get()));
    }

    private void onModuleThread(Call call, String failure, Supplier<Outcome> action) {
        if (!call.canWait()) {
            throw NOT_HERE.exception();
        }
        Suspension suspension = call.suspend(0, late -> late.reply().error(ENDED));
        modules.run(() -> {
            Outcome outcome;
            try {
                outcome = action.get();
            } catch (ModuleRefusedException refused) {
                LOG.warn("{}{}", failure.substring(4), refused.getMessage());
                outcome = failed(failure + refused.getMessage());
            } catch (RuntimeException | LinkageError fault) {
                LOG.error("{}a fault", failure.substring(4), fault);
                outcome = failed(failure + Reasons.of(fault));
            }
            suspension.resume(outcome.answer);
            outcome.rest.run();
        });
    }

    private static Outcome failed(String text) {
        String line = Reasons.line(text);
        return new Outcome(answer -> answer.reply().error(line), () -> {});
    }

    private static String path(Call call) {
        return new String(call.copy(2), StandardCharsets.UTF_8);
    }

    private static List<String> texts(Call call, int from) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < call.count(); i++) {
            texts.add(call.text(i));
        }
        return List.copyOf(texts);
    }

    void help(Call call) {
        List<String> lines = List.of(
                "MODULE <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "LIST",
                "    Tell the modules, their versions and how they fare.",
                "LOAD <path> [<arg> ...]",
                "    Install the module in the jar at <path> and give it these arguments.",
                "LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]",
                "    Install the module in the jar at <path> with values for its directives.",
                "PLAN <path>",
                "    Tell what installing the jar at <path> would add, replace, remove and convert.",
                "ROLLBACK <name>",
                "    Bring back the version before, as long as the present one is on probation.",
                "UNLOAD <name>",
                "    Remove a module. The values of its types are kept until it returns.",
                "UPGRADE <path>",
                "    Exchange a module for the version in the jar at <path>, newer or older.",
                "HELP",
                "    Print this help.");
        call.reply().array(lines.size());
        lines.forEach(call.reply()::status);
    }
}
