package serval.admin;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.KeyFlag;
import serval.sdk.command.KeySpec;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;

/** What COMMAND INFO answers of a command. */
final class CommandInfo {
    private static final List<String> CATEGORIES = List.of(
            "keyspace",
            "read",
            "write",
            "set",
            "sortedset",
            "list",
            "hash",
            "string",
            "bitmap",
            "hyperloglog",
            "geo",
            "stream",
            "pubsub",
            "admin",
            "fast",
            "slow",
            "blocking",
            "dangerous",
            "connection",
            "transaction",
            "scripting");

    private CommandInfo() {}

    static void write(Reply reply, CommandEntry entry) {
        CommandSpec spec = entry.spec();
        reply.array(10);
        reply.bulk(spec.name());
        reply.integer(spec.arity());
        flags(reply, spec);
        reply.integer(spec.firstKey());
        reply.integer(spec.lastKey());
        reply.integer(spec.keyStep());
        List<String> categories = spec.categories().stream()
                .sorted(Comparator.comparingInt(CATEGORIES::indexOf))
                .toList();
        reply.set(categories.size());
        categories.forEach(category -> reply.status("@" + category));
        reply.set(spec.tips().size());
        spec.tips().forEach(reply::bulk);
        reply.set(spec.keySpecs().size());
        spec.keySpecs().forEach(keys -> keySpec(reply, keys));
        subcommands(reply, entry.subcommands());
    }

    /** Without subcommands Redis answers an empty set, with some an array. */
    private static void subcommands(Reply reply, Collection<CommandEntry> subcommands) {
        if (subcommands.isEmpty()) {
            reply.set(0);
            return;
        }
        reply.array(subcommands.size());
        subcommands.forEach(subcommand -> write(reply, subcommand));
    }

    /** Whether a command is none of Redis' own groups. */
    static boolean isModule(CommandSpec spec) {
        return spec.group().equals("module");
    }

    private static void flags(Reply reply, CommandSpec spec) {
        List<CommandFlag> shown =
                spec.flags().stream().filter(CommandInfo::isShown).sorted().toList();
        reply.set(shown.size() + (isModule(spec) ? 1 : 0));
        shown.forEach(flag -> reply.status(flag.wireName()));
        if (isModule(spec)) {
            reply.status("module");
        }
    }

    private static boolean isShown(CommandFlag flag) {
        return switch (flag) {
            case LONG, MAY_REPLICATE, SENTINEL, ONLY_SENTINEL, PROTECTED, TOUCHES_ARBITRARY_KEYS -> false;
            default -> true;
        };
    }

    private static void keySpec(Reply reply, KeySpec spec) {
        String notes = spec.notes();
        reply.map(notes == null ? 3 : 4);
        if (notes != null) {
            reply.bulk("notes");
            reply.bulk(notes);
        }
        reply.bulk("flags");
        keyFlags(reply, spec.flags());
        reply.bulk("begin_search");
        switch (spec.begin()) {
            case KeySpec.Begin.Index(int position) -> {
                type(reply, "index", 1);
                number(reply, "index", position);
            }
            case KeySpec.Begin.Keyword(String keyword, int from) -> {
                type(reply, "keyword", 2);
                reply.bulk("keyword");
                reply.bulk(keyword);
                number(reply, "startfrom", from);
            }
            case KeySpec.Begin.Unknown unknown -> type(reply, "unknown", 0);
        }
        reply.bulk("find_keys");
        switch (spec.find()) {
            case KeySpec.Find.Range(int last, int step, int limit) -> {
                type(reply, "range", 3);
                number(reply, "lastkey", last);
                number(reply, "keystep", step);
                number(reply, "limit", limit);
            }
            case KeySpec.Find.Count(int count, int first, int step) -> {
                type(reply, "keynum", 3);
                number(reply, "keynumidx", count);
                number(reply, "firstkey", first);
                number(reply, "keystep", step);
            }
            case KeySpec.Find.Unknown unknown -> type(reply, "unknown", 0);
        }
    }

    private static void type(Reply reply, String type, int pairs) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(pairs);
    }

    private static void number(Reply reply, String name, int value) {
        reply.bulk(name);
        reply.integer(value);
    }

    /** Writes what is done with keys: RO, RW, OW and RM in capitals, the rest in small letters. */
    static void keyFlags(Reply reply, Set<KeyFlag> flags) {
        reply.set(flags.size());
        flags.stream()
                .sorted()
                .forEach(flag -> reply.status(
                        flag.ordinal() <= KeyFlag.RM.ordinal()
                                ? flag.name()
                                : flag.name().toLowerCase(java.util.Locale.ROOT)));
    }
}
