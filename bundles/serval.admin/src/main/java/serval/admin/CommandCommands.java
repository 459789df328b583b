package serval.admin;

import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.STALE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Glob;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;

/** COMMAND and its subcommands: what commands there are, and what is known of them. */
@Component
public final class CommandCommands implements CommandFamily {
    private static final Token FILTERBY = Token.of("FILTERBY");
    private static final Token MODULE = Token.of("MODULE");
    private static final Token ACLCAT = Token.of("ACLCAT");
    private static final Token PATTERN = Token.of("PATTERN");

    static final CommandSpec COMMAND = CommandSpec.command("COMMAND")
            .summary("Describes every command there is.")
            .group("server")
            .since("2.8.13")
            .complexity("O(N) where N is the total number of commands")
            .arity(-1)
            .flags(LOADING, STALE)
            .categories("connection")
            .tips("nondeterministic_output_order")
            .build();

    static final CommandSpec COUNT = COMMAND.subcommand("COUNT")
            .summary("Tells how many commands there are.")
            .since("2.8.13")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .categories("connection")
            .build();

    static final CommandSpec DOCS = COMMAND.subcommand("DOCS [command-name [command-name ...]]")
            .summary("Tells what is documented of some commands, or of all.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of commands to look up")
            .flags(LOADING, STALE)
            .categories("connection")
            .tips("nondeterministic_output_order")
            .build();

    static final CommandSpec GETKEYS = COMMAND.subcommand("GETKEYS command [arg [arg ...]]")
            .summary("Tells the keys in the words of a call.")
            .since("2.8.13")
            .complexity("O(N) where N is the number of arguments to the command")
            .flags(LOADING, STALE)
            .categories("connection")
            .build();

    static final CommandSpec GETKEYSANDFLAGS = COMMAND.subcommand("GETKEYSANDFLAGS command [arg [arg ...]]")
            .summary("Tells the keys in the words of a call, and what would be done with each.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of arguments to the command")
            .flags(LOADING, STALE)
            .categories("connection")
            .build();

    static final CommandSpec HELP = COMMAND.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .categories("connection")
            .build();

    static final CommandSpec INFO = COMMAND.subcommand("INFO [command-name [command-name ...]]")
            .summary("Describes some commands, or all.")
            .since("2.8.13")
            .complexity("O(N) where N is the number of commands to look up")
            .flags(LOADING, STALE)
            .categories("connection")
            .tips("nondeterministic_output_order")
            .changed("7.0.0", "Without names it describes all commands.")
            .build();

    static final CommandSpec LIST = COMMAND.subcommand(
                    "LIST [FILTERBY <MODULE module-name | ACLCAT category | PATTERN pattern>]")
            .summary("Tells the names of all commands, or of those that a filter lets pass.")
            .since("7.0.0")
            .complexity("O(N) where N is the total number of commands")
            .flags(LOADING, STALE)
            .categories("connection")
            .tips("nondeterministic_output_order")
            .build();

    private final Commands table;

    /** Creates the commands over the engine's table. */
    @Activate
    public CommandCommands(@Reference Commands table) {
        this.table = table;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(COMMAND, this::command)
                .add(COUNT, this::count)
                .add(DOCS, this::docs)
                .add(GETKEYS, call -> new CommandKeys(table, call).answer(false))
                .add(GETKEYSANDFLAGS, call -> new CommandKeys(table, call).answer(true))
                .add(HELP, this::help)
                .add(INFO, this::info)
                .add(LIST, this::list)
                .build();
    }

    void command(Call call) {
        Collection<CommandEntry> all = table.all();
        call.reply().array(all.size());
        for (CommandEntry entry : all) {
            CommandInfo.write(call.reply(), entry);
        }
    }

    void count(Call call) {
        call.reply().integer(table.all().size());
    }

    void info(Call call) {
        if (call.count() == 2) {
            command(call);
            return;
        }
        Reply reply = call.reply();
        reply.array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            CommandEntry entry = table.find(call.text(i));
            if (entry == null) {
                reply.nil();
            } else {
                CommandInfo.write(reply, entry);
            }
        }
    }

    void docs(Call call) {
        Collection<CommandEntry> entries = table.all();
        if (call.count() > 2) {
            entries = new ArrayList<>();
            for (int i = 2; i < call.count(); i++) {
                CommandEntry entry = table.find(call.text(i));
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        call.reply().map(entries.size());
        for (CommandEntry entry : entries) {
            call.reply().bulk(entry.spec().name());
            CommandDocs.write(call.reply(), entry);
        }
    }

    void list(Call call) {
        Predicate<CommandEntry> filter = null;
        for (int i = 2; i < call.count(); i += 3) {
            if (!call.is(i, FILTERBY) || call.count() - 1 - i != 2) {
                throw CommandError.SYNTAX.exception();
            }
            filter = filter(call, i + 1);
        }
        List<String> names = new ArrayList<>();
        list(table.all(), filter, names);
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    private static Predicate<CommandEntry> filter(Call call, int at) {
        String word = call.text(at + 1);
        if (call.is(at, MODULE)) {
            return entry -> CommandInfo.isModule(entry.spec()) && entry.owner().equals(word);
        }
        if (call.is(at, ACLCAT)) {
            String category = word.toLowerCase(Locale.ROOT);
            return entry -> entry.spec().categories().contains(category);
        }
        if (call.is(at, PATTERN)) {
            byte[] pattern = call.copy(at + 1);
            return entry -> Glob.matches(pattern, entry.spec().name().getBytes(StandardCharsets.ISO_8859_1), true);
        }
        throw CommandError.SYNTAX.exception();
    }

    private static void list(
            Collection<CommandEntry> entries, @Nullable Predicate<CommandEntry> filter, List<String> names) {
        for (CommandEntry entry : entries) {
            if (filter == null || filter.test(entry)) {
                names.add(entry.spec().name());
            }
            list(entry.subcommands(), filter, names);
        }
    }

    void help(Call call) {
        List<String> lines = List.of(
                "COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "(no subcommand)",
                "    Describe every command.",
                "COUNT",
                "    Tell how many commands there are.",
                "LIST [FILTERBY <MODULE|ACLCAT|PATTERN> <value>]",
                "    Tell the names of the commands.",
                "INFO [<command-name> ...]",
                "    Describe some commands, or all.",
                "DOCS [<command-name> ...]",
                "    Tell what is documented of some commands, or of all.",
                "GETKEYS <full-command>",
                "    Tell the keys in the words of a call.",
                "GETKEYSANDFLAGS <full-command>",
                "    Tell the keys in the words of a call, and what would be done with each.",
                "HELP",
                "    Print this help.");
        call.reply().array(lines.size());
        lines.forEach(call.reply()::status);
    }
}
