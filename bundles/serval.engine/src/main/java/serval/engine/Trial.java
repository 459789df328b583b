package serval.engine;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import serval.sdk.command.CommandTable;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.keyspace.Database;
import serval.spi.request.Request;

/** Commands of a bundle that is not in service, above those in service that keep to their keys, and a database that nobody sees. */
final class Trial {
    private final Core core;
    private final CommandSnapshot own;
    private final Database database;
    private final Origin origin;

    Trial(Core core, Bundle bundle, List<CommandTable> tables, Database database, Origin origin) {
        this.core = core;
        this.database = database;
        this.origin = origin;
        CommandRegistry registry = new CommandRegistry();
        tables.forEach(table ->
                registry.add(new Object(), String.valueOf(bundle.getSymbolicName()), bundle.getBundleId(), table));
        own = registry.published();
    }

    Database database() {
        return database;
    }

    Origin origin() {
        return origin;
    }

    /** Whether a command of another bundle keeps to the keys of the database it is called in. */
    private static boolean staysHere(CommandEntry command) {
        String name = command.spec().name();
        return !command.spec().keySpecs().isEmpty() && !name.equals("move") && !name.equals("copy");
    }

    /** The command that words name, the bundle's own first; null if unknown. */
    @Nullable
    CommandEntry find(Request request) {
        CommandEntry command = own.find(request.array(0), request.offset(0), request.length(0));
        if (command == null) {
            command = core.snapshot().find(request.array(0), request.offset(0), request.length(0));
            if (command != null && !staysHere(command)) {
                return null;
            }
        }
        if (command != null && command.hasSubcommands() && request.count() > 1) {
            return command.subcommand(request.slice(1).toString().toLowerCase(Locale.ROOT));
        }
        return command;
    }
}
