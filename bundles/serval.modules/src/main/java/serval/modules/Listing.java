package serval.modules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import serval.modules.InstalledModule.Former;
import serval.sdk.reply.Reply;
import serval.spi.module.ModuleHost;

/** The answer of MODULE LIST: what Redis tells of a module, and then what it does not know. */
final class Listing {
    private record Row(
            String name,
            Version version,
            String path,
            List<String> arguments,
            String state,
            long values,
            String classLoaders,
            String reason) {}

    private final List<Row> rows = new ArrayList<>();

    /**
     * Takes down what is there.
     *
     * @param counting whether values are counted, which waits for the engine lock
     */
    static Listing of(Inventory inventory, BundleContext context, ModuleHost host, boolean counting) {
        Listing listing = new Listing();
        for (InstalledModule module : inventory.all()) {
            // Without counting nothing is asked of the framework: the caller may hold the engine lock.
            Bundle bundle = counting ? context.getBundle(module.bundle) : null;
            listing.rows.add(new Row(
                    module.name(),
                    module.version,
                    module.path.toString(),
                    module.arguments,
                    module.state.toString(),
                    bundle != null ? host.held(bundle) : 0,
                    classLoaders(module),
                    module.reason));
        }
        return listing;
    }

    private static String classLoaders(InstalledModule module) {
        List<String> states = new ArrayList<>();
        for (Former former : module.formers) {
            String state = former.isReserve ? "kept until probation ends" : "leaving";
            states.add(former.version + " " + (former.holding.isEmpty() ? state : "held: " + former.holding));
        }
        int awaiting = module.awaitingCollection();
        if (awaiting > 0) {
            states.add(awaiting + " awaiting collection");
        }
        return states.isEmpty() ? "none" : String.join(", ", states);
    }

    /** Writes the answer. */
    void write(Reply reply) {
        reply.array(rows.size());
        for (Row row : rows) {
            reply.map(9);
            reply.bulk("name");
            reply.bulk(row.name);
            reply.bulk("ver");
            reply.integer(InstalledModule.number(row.version));
            reply.bulk("path");
            reply.bulk(row.path);
            reply.bulk("args");
            reply.array(row.arguments.size());
            row.arguments.forEach(word -> reply.bulk(word.getBytes(StandardCharsets.ISO_8859_1)));
            reply.bulk("version");
            reply.bulk(row.version.toString());
            reply.bulk("state");
            reply.bulk(row.state);
            reply.bulk("values");
            reply.integer(row.values);
            reply.bulk("classloaders");
            reply.bulk(row.classLoaders);
            reply.bulk("reason");
            reply.bulk(row.reason);
        }
    }
}
