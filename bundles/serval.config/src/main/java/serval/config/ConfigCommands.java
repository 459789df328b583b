package serval.config;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.STALE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.Glob;
import serval.sdk.block.Suspension;
import serval.sdk.command.Call;
import serval.sdk.command.Caller;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.config.RewrittenLines;
import serval.spi.dataset.DatasetSource;
import serval.spi.engine.Commands;
import serval.spi.engine.EngineStatistics;
import serval.spi.keyspace.KeyspaceStatistics;

/** The commands CONFIG GET, SET, RESETSTAT, REWRITE and HELP. */
@Component
public final class ConfigCommands implements CommandFamily {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigCommands.class);

    static final CommandSpec CONFIG = CommandSpec.container("CONFIG")
            .summary("Holds the commands that read and change the configuration.")
            .group("server")
            .since("2.0.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec GET = CONFIG.subcommand("GET parameter [parameter ...]")
            .summary("Tells parameters and their values, by name or by pattern.")
            .since("2.0.0")
            .complexity("O(N) when N is the number of configuration parameters provided")
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .changed("7.0.0", "Several patterns in one call.")
            .build();

    static final CommandSpec SET = CONFIG.subcommand("SET parameter value [parameter value ...]")
            .summary("Changes parameters while the server runs: all of them or none.")
            .since("2.0.0")
            .complexity("O(N) when N is the number of configuration parameters provided")
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .changed("7.0.0", "Several parameters in one call.")
            .build();

    static final CommandSpec RESETSTAT = CONFIG.subcommand("RESETSTAT")
            .summary("Starts the server's statistics over.")
            .since("2.0.0")
            .complexity("O(1)")
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .build();

    static final CommandSpec REWRITE = CONFIG.subcommand("REWRITE")
            .summary("Writes the present values into the configuration file.")
            .since("2.8.0")
            .complexity("O(1)")
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .build();

    static final CommandSpec HELP = CONFIG.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    private final ServerConfiguration configuration;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Commands commandTable;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable KeyspaceStatistics keyspace;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable EngineStatistics engine;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<DatasetSource> sources = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<RewrittenLines> lines = List.of();

    /** Creates the commands. */
    @Activate
    public ConfigCommands(@Reference ServerConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GET, this::get)
                .add(SET, this::set)
                .add(RESETSTAT, this::resetstat)
                .add(REWRITE, this::rewrite)
                .add(HELP, this::help)
                .build();
    }

    void get(Call call) {
        Directives directives = configuration.directives();
        Map<String, Directive> found = new LinkedHashMap<>();
        for (int i = 2; i < call.count(); i++) {
            String name = call.text(i);
            if (name.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
                Directive directive = directives.find(name);
                if (directive != null && !directive.is(Trait.FILE_ONLY)) {
                    found.putIfAbsent(name, directive);
                }
                continue;
            }
            byte[] pattern = call.copy(i);
            for (String each : directives.names()) {
                Directive directive = directives.find(each);
                if (directive != null
                        && !directive.is(Trait.HIDDEN)
                        && !directive.is(Trait.FILE_ONLY)
                        && Glob.matches(pattern, each.getBytes(StandardCharsets.ISO_8859_1), true)) {
                    found.putIfAbsent(each, directive);
                }
            }
        }
        Reply reply = call.reply();
        reply.map(found.size());
        found.forEach((name, directive) -> {
            reply.bulk(name.getBytes(StandardCharsets.ISO_8859_1));
            reply.bulk(directive.text().getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    void set(Call call) {
        if (call.count() % 2 != 0) {
            throw CommandError.SYNTAX.exception();
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 2; i < call.count(); i++) {
            pairs.add(call.text(i));
        }
        String error = new ConfigSetter(configuration.directives(), mayChangeProtected(call.caller())).set(pairs);
        if (error != null) {
            call.reply().error(error);
        } else {
            call.reply().ok();
        }
    }

    private boolean mayChangeProtected(@Nullable Caller caller) {
        Directive allowed = configuration.find("enable-protected-configs");
        String whom = allowed == null ? "no" : allowed.text();
        return whom.equals("yes") || whom.equals("local") && (caller == null || isLocal(caller.address()));
    }

    /** Whether an address is of this machine: the loopback, or a Unix socket's path. */
    private static boolean isLocal(String address) {
        return address.startsWith("127.") || address.startsWith("[::1]") || address.startsWith("/");
    }

    void resetstat(Call call) {
        Commands table = commandTable;
        if (table != null) {
            table.resetStatistics();
        }
        KeyspaceStatistics keys = keyspace;
        if (keys != null) {
            keys.reset();
        }
        EngineStatistics counters = engine;
        if (counters != null) {
            counters.reset(call.now());
        }
        sources.forEach(DatasetSource::resetStatistics);
        call.reply().ok();
    }

    /** The values are taken down at once; the file is written by another thread while the client waits. */
    void rewrite(Call call) {
        if (configuration.file().isEmpty()) {
            throw CommandError.of("ERR The server is running without a config file")
                    .exception();
        }
        Rewriter rewriter = new Rewriter(configuration.directives());
        lines.forEach(some -> rewriter.lines(some.name(), some.lines()));
        if (!call.canWait()) {
            answer(call, write(rewriter));
            return;
        }
        Suspension suspension = call.suspend(0, late -> answer(late, "it took too long"));
        Thread.ofVirtual().name("config-rewrite").start(() -> {
            String failure = write(rewriter);
            suspension.resume(resumed -> answer(resumed, failure));
        });
    }

    /** Writes the file; the reason if it failed, else an empty text. */
    private String write(Rewriter rewriter) {
        try {
            configuration.rewrite(rewriter);
            LOG.info("CONFIG REWRITE executed with success.");
            return "";
        } catch (IOException failure) {
            String reason = Loader.reason(failure);
            LOG.warn("CONFIG REWRITE failed: {}", reason);
            return reason;
        }
    }

    private static void answer(Call call, String failure) {
        if (failure.isEmpty()) {
            call.reply().ok();
        } else {
            call.reply().error("ERR Rewriting config file: " + failure);
        }
    }

    void help(Call call) {
        List<String> lines = List.of(
                "CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "GET <pattern>",
                "    Tell the parameters whose names match the glob-like <pattern>, with their values.",
                "SET <directive> <value>",
                "    Give the configuration <directive> another <value>.",
                "RESETSTAT",
                "    Start the statistics that INFO reports over.",
                "REWRITE",
                "    Write the present values into the configuration file.",
                "HELP",
                "    Print this help.");
        call.reply().array(lines.size());
        lines.forEach(call.reply()::status);
    }
}
