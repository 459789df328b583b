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
            "internal",
            new CommandStatistics());
    static final Request REQUEST = new Request().set(new byte[][] {{'i', 'n', 't', 'e', 'r', 'n', 'a', 'l'}});

    private Internal() {}
}
