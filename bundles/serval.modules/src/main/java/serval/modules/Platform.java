package serval.modules;

import java.util.List;
import java.util.Set;
import serval.spi.module.ModuleRefusedException;

/** The bundles that cannot be exchanged while the server runs. */
final class Platform {
    private static final Set<String> OURS = Set.of(
            "serval.bytes",
            "serval.sdk",
            "serval.spi",
            "serval.structures",
            "serval.protocol",
            "serval.keyspace",
            "serval.journal",
            "serval.config",
            "serval.engine",
            "serval.server",
            "serval.tls",
            "serval.modules");

    private static final List<String> OTHERS = List.of("org.apache.felix.", "org.osgi.", "io.netty.");

    private Platform() {}

    /**
     * Lets a name pass that may come, be exchanged and go.
     *
     * @throws ModuleRefusedException if it is the platform's
     */
    static void check(String name) {
        if (OURS.contains(name) || OTHERS.stream().anyMatch(name::startsWith)) {
            throw new ModuleRefusedException(
                    name + " is part of the platform and needs a restart: put the new jar into the"
                            + " folder bundles in the place of the old one and start the server again");
        }
    }
}
