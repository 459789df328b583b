package serval.server;

import java.util.List;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;
import serval.sdk.config.SpecialDirective;
import serval.sdk.config.TextDirective;

/** The directives of the network side. */
final class ServerDirectives {
    private static final long UNSIGNED_INT = 0xffff_ffffL;

    final LongDirective port = new LongDirective("port", Unit.PLAIN, 0, 65535, 6379);
    final SpecialDirective<List<String>> bind =
            new SpecialDirective<>("bind", new BindAddresses(), BindAddresses.USUAL, Trait.MULTI_ARGUMENT);
    final TextDirective unixSocket = new TextDirective("unixsocket", "", Trait.IMMUTABLE);
    final LongDirective unixSocketMode = new LongDirective("unixsocketperm", Unit.OCTAL, 0, 0777, 0, Trait.IMMUTABLE);
    final LongDirective backlog =
            new LongDirective("tcp-backlog", Unit.PLAIN, 0, Integer.MAX_VALUE, 511, Trait.IMMUTABLE);
    final LongDirective keepAlive = new LongDirective("tcp-keepalive", Unit.PLAIN, 0, Integer.MAX_VALUE, 300);
    final LongDirective markId = new LongDirective("socket-mark-id", Unit.PLAIN, 0, UNSIGNED_INT, 0, Trait.IMMUTABLE);
    final LongDirective ioThreads = new LongDirective("io-threads", Unit.PLAIN, 1, 128, 1, Trait.IMMUTABLE);
    final FlagDirective ioThreadsRead =
            new FlagDirective("io-threads-do-reads", false, Trait.IMMUTABLE, Trait.NO_EFFECT);
    final LongDirective maxClients = new LongDirective("maxclients", Unit.PLAIN, 1, UNSIGNED_INT, 10_000);
    final LongDirective clientMemory =
            new LongDirective("maxmemory-clients", Unit.BYTES_OR_PERCENT, -100, Long.MAX_VALUE, 0);
    final LongDirective timeout = new LongDirective("timeout", Unit.PLAIN, 0, Integer.MAX_VALUE, 0);
    final FlagDirective protectedMode = new FlagDirective("protected-mode", true);
    final SpecialDirective<OutputLimits> outputLimits = new SpecialDirective<>(
            "client-output-buffer-limit",
            new OutputLimits.Syntax(),
            OutputLimits.USUAL,
            Trait.MULTI_ARGUMENT,
            Trait.REPEATABLE);
    final LongDirective queryBufferLimit =
            new LongDirective("client-query-buffer-limit", Unit.BYTES, 1 << 20, Long.MAX_VALUE, 1L << 30);
    final LongDirective bulkLimit =
            new LongDirective("proto-max-bulk-len", Unit.BYTES, 1 << 20, Long.MAX_VALUE, 512L << 20);
    /** Where connections go out from; for whoever opens some. */
    final TextDirective sourceAddress = new TextDirective("bind-source-addr", "");
    /** How sockets are waited for: {@code auto} takes the best there is. */
    final ChoiceDirective transport = new ChoiceDirective(
            "serval-transport", List.of("auto", "epoll", "nio", "io_uring"), "auto", Trait.IMMUTABLE, Trait.HIDDEN);

    List<Directive> all() {
        return List.of(
                port,
                bind,
                unixSocket,
                unixSocketMode,
                backlog,
                keepAlive,
                markId,
                ioThreads,
                ioThreadsRead,
                maxClients,
                clientMemory,
                timeout,
                protectedMode,
                outputLimits,
                queryBufferLimit,
                bulkLimit,
                sourceAddress,
                transport);
    }
}
