package serval.aof;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import serval.sdk.engine.Engine;
import serval.spi.dataset.BackgroundWork;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.Loading;
import serval.spi.dataset.RdbStreams;
import serval.spi.engine.Commands;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;
import serval.spi.engine.Executor;
import serval.spi.journal.Journal;
import serval.spi.keyspace.Keyspace;
import serval.spi.module.Sole;
import serval.spi.observe.LatencyEvents;
import serval.spi.script.FunctionLibraries;
import serval.spi.snapshot.Snapshots;

/** The services that the bundle works with: those that are always there, and those that come and go. */
final class Services {
    final Dispatcher dispatcher;
    final Executor executor;
    final Commands commands;
    final EngineStatistics statistics;
    final Engine engine;
    final Keyspace keyspace;
    final Snapshots snapshots;
    final Journal journal;
    final BackgroundWork background;
    final Loading loading;
    /** Who reads and writes RDB. */
    final Sole<RdbStreams> streams = new Sole<>("RDB streams");
    /** Who encrypts files. */
    final Sole<FileEncryption> encryption = new Sole<>("encryption of append-only files");

    final LatencyEvents latency;
    private final Functions functions;
    private volatile @Nullable IntConsumer exit;

    Services(
            Dispatcher dispatcher,
            Executor executor,
            Commands commands,
            EngineStatistics statistics,
            Engine engine,
            Keyspace keyspace,
            Snapshots snapshots,
            Journal journal,
            BackgroundWork background,
            Loading loading,
            LatencyEvents latency,
            Functions functions) {
        this.dispatcher = dispatcher;
        this.executor = executor;
        this.commands = commands;
        this.statistics = statistics;
        this.engine = engine;
        this.keyspace = keyspace;
        this.snapshots = snapshots;
        this.journal = journal;
        this.background = background;
        this.loading = loading;
        this.latency = latency;
        this.functions = functions;
    }

    /** Who reads and writes RDB, or null while nobody does. */
    @Nullable
    RdbStreams rdb() {
        return streams.get();
    }

    /** The libraries of functions, or null while nobody runs any. */
    @Nullable
    FunctionLibraries functions() {
        return functions.get();
    }

    void exit(@Nullable IntConsumer service) {
        exit = service;
    }

    @Nullable
    IntConsumer exit() {
        return exit;
    }

    /** Ends the process, soon. */
    void end(int status) {
        IntConsumer end = exit;
        if (end != null) {
            end.accept(status);
        }
    }
}
