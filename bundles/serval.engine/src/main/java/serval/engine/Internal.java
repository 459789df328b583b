package serval.engine;

import serval.sdk.command.CommandSpec;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.CommandStatistics;
import serval.spi.request.Request;

/** The command that handlers run as which are nobody's command. */
final class Internal {
    static final CommandEntry ENTRY = new CommandEntry(
            CommandSpec.command("internal").group("server").build(),
            call -> {},
            "serval.engine",
            0,
            "internal",
            new CommandStatistics());
    static final Request REQUEST = new Request().set(new byte[][] {{'i', 'n', 't', 'e', 'r', 'n', 'a', 'l'}});

    private Internal() {}

    /** A command of which only the name is left. */
    static CommandEntry named(String name, String owner) {
        return new CommandEntry(
                CommandSpec.command("internal").group("server").build(), null, owner, 0, name, new CommandStatistics());
    }
}
