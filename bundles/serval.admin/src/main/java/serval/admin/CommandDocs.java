package serval.admin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.Argument;
import serval.sdk.command.CommandSpec;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;

/** What COMMAND DOCS answers of a command: a map that leaves out what is not there. */
final class CommandDocs {
    private final Reply reply;

    private CommandDocs(Reply reply) {
        this.reply = reply;
    }

    static void write(Reply reply, CommandEntry entry) {
        new CommandDocs(reply).entry(entry);
    }

    private void entry(CommandEntry entry) {
        CommandSpec spec = entry.spec();
        List<String> flags = new ArrayList<>();
        if (spec.deprecatedSince() != null) {
            flags.add("deprecated");
        }
        if (spec.isInternal()) {
            flags.add("syscmd");
        }
        reply.openMap();
        int pairs = text("summary", spec.summary().isEmpty() ? null : spec.summary()) + text("since", spec.since());
        pairs += text("group", spec.group()) + text("complexity", spec.complexity());
        pairs += text("module", CommandInfo.isModule(spec) ? entry.owner() : null);
        if (!flags.isEmpty()) {
            pairs++;
            reply.bulk("doc_flags");
            statuses(flags);
        }
        pairs += text("deprecated_since", spec.deprecatedSince()) + text("replaced_by", spec.replacedBy());
        if (!spec.history().isEmpty()) {
            pairs++;
            history(spec.history());
        }
        if (!spec.arguments().isEmpty()) {
            pairs++;
            arguments(spec.arguments());
        }
        if (entry.hasSubcommands()) {
            pairs++;
            reply.bulk("subcommands");
            reply.map(entry.subcommands().size());
            for (CommandEntry subcommand : entry.subcommands()) {
                reply.bulk(subcommand.spec().name());
                entry(subcommand);
            }
        }
        reply.close(pairs);
    }

    /** Writes a pair if there is a value; the number of pairs written. */
    private int text(String name, @Nullable String value) {
        if (value == null) {
            return 0;
        }
        reply.bulk(name);
        reply.bulk(value);
        return 1;
    }

    private void statuses(List<String> words) {
        reply.set(words.size());
        words.forEach(reply::status);
    }

    private void history(List<CommandSpec.Change> history) {
        reply.bulk("history");
        reply.set(history.size());
        for (CommandSpec.Change change : history) {
            reply.array(2);
            reply.bulk(change.version());
            reply.bulk(change.text());
        }
    }

    private void arguments(List<Argument> arguments) {
        reply.bulk("arguments");
        reply.array(arguments.size());
        arguments.forEach(this::argument);
    }

    private void argument(Argument argument) {
        boolean group = argument.type() == Argument.Type.ONEOF || argument.type() == Argument.Type.BLOCK;
        List<String> flags = new ArrayList<>();
        if (argument.optional()) {
            flags.add("optional");
        }
        if (argument.multiple()) {
            flags.add("multiple");
        }
        if (argument.multipleToken()) {
            flags.add("multiple_token");
        }
        reply.openMap();
        int pairs = text("name", argument.name()) + text("type", argument.type().wireName());
        pairs += text("display_text", group ? null : argument.display());
        if (argument.keySpec() >= 0) {
            pairs++;
            reply.bulk("key_spec_index");
            reply.integer(argument.keySpec());
        }
        pairs += text("token", argument.token()) + text("since", argument.since());
        if (!flags.isEmpty()) {
            pairs++;
            reply.bulk("flags");
            statuses(flags);
        }
        if (group) {
            pairs++;
            arguments(argument.parts());
        }
        reply.close(pairs);
    }
}
