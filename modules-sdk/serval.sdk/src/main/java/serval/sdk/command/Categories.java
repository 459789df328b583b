package serval.sdk.command;

import java.util.Set;
import java.util.TreeSet;

/** The ACL categories that follow from a command's flags and group, by Redis' rules. */
final class Categories {
    private Categories() {}

    /** The categories; {@code group} is empty for a container, whose subcommands alone are in the group's category. */
    static Set<String> of(Set<CommandFlag> flags, String group, Set<String> more) {
        Set<String> result = new TreeSet<>();
        if (flags.contains(CommandFlag.WRITE)) {
            result.add("write");
        }
        if (flags.contains(CommandFlag.READONLY) && !group.equals("scripting")) {
            result.add("read");
        }
        if (flags.contains(CommandFlag.ADMIN)) {
            result.add("admin");
            result.add("dangerous");
        }
        if (flags.contains(CommandFlag.PUBSUB)) {
            result.add("pubsub");
        }
        if (flags.contains(CommandFlag.FAST)) {
            result.add("fast");
        } else {
            result.add("slow");
        }
        if (flags.contains(CommandFlag.BLOCKING)) {
            result.add("blocking");
        }
        switch (group) {
            case "generic" -> result.add("keyspace");
            case "string", "list", "set", "hash", "bitmap", "hyperloglog", "geo", "stream", "scripting", "connection" ->
                result.add(group);
            case "sorted-set" -> result.add("sortedset");
            case "transactions" -> result.add("transaction");
            default -> {}
        }
        for (String name : more) {
            if (name.startsWith("-")) {
                result.remove(name.substring(1));
            } else {
                result.add(name);
            }
        }
        return Set.copyOf(result);
    }
}
