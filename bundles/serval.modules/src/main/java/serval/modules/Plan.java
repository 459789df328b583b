package serval.modules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import serval.sdk.reply.Reply;
import serval.spi.module.CommandRules;
import serval.spi.module.ModuleHost;

/**
 * What an installation would do.
 *
 * @param replaces the version in service, or null
 * @param added names by the kind of what they name; the same for {@code replaced} and {@code removed}
 * @param conversions the number of keys whose values would be converted or revived
 * @param rules the rules of ACL users that name one of the commands concerned
 */
record Plan(
        String module,
        String version,
        @Nullable String replaces,
        Map<String, List<String>> added,
        Map<String, List<String>> replaced,
        Map<String, List<String>> removed,
        List<String> conflicts,
        long conversions,
        List<String> rules) {

    /** Compares a staged bundle with the one in service. */
    static Plan of(BundleContext context, ModuleHost host, Bundle staged, @Nullable Bundle present) {
        Map<String, List<String>> after = host.contributions(staged);
        Map<String, List<String>> before = present == null ? Map.of() : host.contributions(present);
        Map<String, List<String>> added = new LinkedHashMap<>();
        Map<String, List<String>> replaced = new LinkedHashMap<>();
        Map<String, List<String>> removed = new LinkedHashMap<>();
        after.forEach((kind, names) -> {
            Set<String> old = new LinkedHashSet<>(before.getOrDefault(kind, List.of()));
            put(added, kind, names.stream().filter(name -> !old.contains(name)).toList());
            put(replaced, kind, names.stream().filter(old::contains).toList());
        });
        before.forEach((kind, names) -> {
            List<String> now = after.getOrDefault(kind, List.of());
            put(
                    removed,
                    kind,
                    names.stream().filter(name -> !now.contains(name)).toList());
        });
        Set<String> commands = new LinkedHashSet<>(after.getOrDefault("commands", List.of()));
        commands.addAll(before.getOrDefault("commands", List.of()));
        return new Plan(
                staged.getSymbolicName(),
                staged.getVersion().toString(),
                present == null ? null : present.getVersion().toString(),
                added,
                replaced,
                removed,
                host.conflicts(staged, present),
                host.convertible(staged, present),
                rules(context, commands));
    }

    private static void put(Map<String, List<String>> map, String kind, List<String> names) {
        if (!names.isEmpty()) {
            map.put(kind, names);
        }
    }

    private static List<String> rules(BundleContext context, Set<String> commands) {
        List<String> rules = new ArrayList<>();
        try {
            for (ServiceReference<CommandRules> reference : context.getServiceReferences(CommandRules.class, null)) {
                CommandRules service = context.getService(reference);
                if (service != null) {
                    rules.addAll(service.naming(commands));
                    context.ungetService(reference);
                }
            }
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        return rules;
    }

    /** Writes it as MODULE PLAN answers. */
    void write(Reply reply) {
        reply.map(9);
        reply.bulk("module");
        reply.bulk(module);
        reply.bulk("version");
        reply.bulk(version);
        reply.bulk("replaces");
        if (replaces == null) {
            reply.nil();
        } else {
            reply.bulk(replaces);
        }
        write(reply, "added", added);
        write(reply, "replaced", replaced);
        write(reply, "removed", removed);
        reply.bulk("conflicts");
        write(reply, conflicts);
        reply.bulk("keys-to-convert");
        reply.integer(conversions);
        reply.bulk("acl-rules");
        write(reply, rules);
    }

    private static void write(Reply reply, String what, Map<String, List<String>> kinds) {
        reply.bulk(what);
        reply.map(kinds.size());
        kinds.forEach((kind, names) -> {
            reply.bulk(kind);
            write(reply, names);
        });
    }

    private static void write(Reply reply, List<String> lines) {
        reply.array(lines.size());
        lines.forEach(reply::bulk);
    }
}
