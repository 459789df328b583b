package serval.aof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;
import serval.aof.manifest.Manifest;
import serval.aof.manifest.Part;
import serval.aof.rewrite.CommandBase;
import serval.spi.dataset.BackgroundWork;
import serval.spi.dataset.RdbStreams;
import serval.spi.dataset.RdbWriteOptions;
import serval.spi.module.Tasks;
import serval.spi.script.FunctionLibraries;

/**
 * Rewriting: another base from the dataset as it is, and increments after it.
 *
 * <p>In four steps. <em>Prepare</em>, on the thread for files: another increment is opened, and the manifest names it. <em>Begin</em>, under
 * the engine lock: units go to that increment, and a snapshot is opened. The base is <em>written</em> to a temporary file
 * while commands run. <em>Install</em>, on the thread for files: the base gets its name, the manifest names it, and what was
 * before is history. A step that fails leaves files that can be loaded as they are.
 *
 * <p>All fields are under the engine lock.
 */
final class Rewriter {
    private static final Logger LOG = LoggerFactory.getLogger(Rewriter.class);

    /** After so many failures in a row the next attempt waits. */
    private static final int FAILURES = 3;

    private static final int MOST_MINUTES = 60;

    private final AppendOnlyFile file;
    private final Services services;
    private final AofDirectives directives;

    private boolean running;
    private boolean again;
    private boolean cancelled;
    private boolean scheduled;
    private boolean installing;
    private long startedAt;
    private RdbStreams.@Nullable Writing writing;
    private @Nullable CommandBase commands;

    private boolean lastGood = true;
    private long lastSeconds = -1;
    private long rewrites;
    private long failures;
    private int delayMinutes;
    private long notBefore;

    Rewriter(AppendOnlyFile file) {
        this.file = file;
        services = file.services();
        directives = file.directives();
    }

    boolean isRunning() {
        return running;
    }

    boolean isScheduled() {
        return scheduled;
    }

    boolean wasLastGood() {
        return lastGood;
    }

    long lastSeconds() {
        return lastSeconds;
    }

    long currentSeconds() {
        return running ? (System.currentTimeMillis() - startedAt) / 1000 : -1;
    }

    long rewrites() {
        return rewrites;
    }

    long failures() {
        return failures;
    }

    void resetStatistics() {
        rewrites = 0;
    }

    /** Has a rewrite begin as soon as nothing else is being written. */
    void schedule() {
        scheduled = true;
    }

    /** A person asked for it: it does not matter how often it failed. */
    void forgetFailures() {
        failures = 0;
    }

    /** Begins a rewrite; returns false if something else is being written. */
    boolean begin() {
        if (running || !services.background.begin(BackgroundWork.Kind.AOF)) {
            return false;
        }
        running = true;
        cancelled = false;
        scheduled = false;
        startedAt = System.currentTimeMillis();
        rewrites++;
        AppendOnlyFile.State state = file.state();
        file.onFiles(() -> prepare(state));
        return true;
    }

    /** Whether the rewrite that is going on was ended early, and no other will follow at once. */
    boolean isCancelled() {
        return running && cancelled && !again;
    }

    /** Has a rewrite begin as soon as the cancelled one is over; until then it counts as going on. */
    void beginAfterwards() {
        again = true;
    }

    /** Ends a rewrite early; it is over soon after. */
    void cancel() {
        scheduled = false;
        again = false;
        if (!running || cancelled || installing) {
            return;
        }
        LOG.info(
                "Killing running AOF rewrite child: {}", ProcessHandle.current().pid());
        cancelled = true;
        if (writing != null) {
            writing.cancel();
        }
        if (commands != null) {
            commands.cancel();
        }
    }

    /** The next version takes over: a rewrite that is going on is given up. Returns whether there was one. */
    boolean abandon() {
        if (!running) {
            return false;
        }
        boolean lost = !installing;
        cancel();
        running = false;
        services.background.end(BackgroundWork.Kind.AOF);
        return lost;
    }

    void exportStatistics(ByteBuffer state) {
        state.put((byte) (lastGood ? 1 : 0));
        state.putLong(lastSeconds);
        state.putLong(rewrites);
        state.putLong(failures);
    }

    void adoptStatistics(ByteBuffer state) {
        lastGood = state.get() != 0;
        lastSeconds = state.getLong();
        rewrites = state.getLong();
        failures = state.getLong();
    }

    /** Regular work. */
    void tick() {
        if (services.loading.isActive() || services.background.present() != BackgroundWork.Kind.NONE) {
            return;
        }
        if (scheduled) {
            if (!isLimited()) {
                begin();
            }
            return;
        }
        long percentage = directives.rewritePercentage.value();
        long size = file.currentSize();
        if (file.state() == AppendOnlyFile.State.ON && percentage > 0 && size > directives.rewriteMinSize.value()) {
            long growth = size * 100 / Math.max(file.baseSize(), 1) - 100;
            if (growth >= percentage && !isLimited()) {
                LOG.info("Starting automatic rewriting of AOF on {}% growth", growth);
                begin();
            }
        }
    }

    /** Whether rewrites failed so often that the next has to wait. */
    private boolean isLimited() {
        if (failures < FAILURES) {
            delayMinutes = 0;
            notBefore = 0;
            return false;
        }
        long now = System.currentTimeMillis();
        if (notBefore != 0) {
            if (now < notBefore) {
                return true;
            }
            notBefore = 0;
            return false;
        }
        delayMinutes = delayMinutes == 0 ? 1 : Math.min(delayMinutes * 2, MOST_MINUTES);
        notBefore = now + delayMinutes * 60_000L;
        LOG.warn(
                "Background AOF rewrite has repeatedly failed and triggered the limit, will retry in {} minutes",
                delayMinutes);
        return true;
    }

    private Path temporaryBase() {
        return file.place()
                .dir()
                .resolve("temp-rewriteaof-bg-" + ProcessHandle.current().pid() + ".aof");
    }

    // Prepare: on the thread for files

    private void prepare(AppendOnlyFile.State state) {
        DiskFile opened = null;
        Manifest next = null;
        try {
            file.createFolder();
            if (state != AppendOnlyFile.State.OFF) {
                String name = file.temporaryIncrement();
                if (state == AppendOnlyFile.State.ON) {
                    next = file.manifest().withNextIncrement(file.place().fileName());
                    Part last = next.last();
                    name = last == null ? name : last.name();
                }
                opened = open(name);
                if (next != null) {
                    file.store().write(next);
                    file.manifest(next);
                }
                LOG.info("Creating AOF incr file {} on background rewrite", name);
            }
        } catch (IOException failed) {
            close(opened);
            services.engine.submit(() -> ended(failed));
            return;
        }
        DiskFile increment = opened;
        services.engine.submit(() -> write(state, increment));
    }

    private DiskFile open(String name) throws IOException {
        try {
            return file.disk().create(file.place().folder().resolve(name));
        } catch (IOException failed) {
            LOG.warn("Can't open the append-only file {}: {}", name, DiskErrors.reason(failed));
            throw failed;
        }
    }

    private static void close(@Nullable DiskFile opened) {
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException failed) {
                LOG.warn("A file cannot be closed: {}", DiskErrors.reason(failed));
            }
        }
    }

    // Begin: under the engine lock, between units

    private void write(AppendOnlyFile.State state, @Nullable DiskFile increment) {
        if (!running) {
            file.onFiles(() -> close(increment));
            return;
        }
        boolean changed = state != file.state();
        if (increment != null) {
            if (file.state() == AppendOnlyFile.State.OFF) {
                file.onFiles(() -> close(increment));
            } else {
                // Though the rewrite may have been cancelled: the manifest names this increment already.
                file.writer().begin(increment, services.journal.position(), 0);
                file.collect(true);
                file.writeOrphans(startedAt);
            }
        }
        if (cancelled || changed) {
            ended(new CancellationException());
            return;
        }
        LOG.info(
                "Background append only file rewriting started by pid {}",
                ProcessHandle.current().pid());
        try {
            RdbStreams rdb = services.rdb();
            if (directives.rdbPreamble.value() && rdb != null) {
                FileSink sink = new FileSink(file.disk(), temporaryBase(), directives.incrementalFsync.value());
                writing = write(rdb, sink);
            } else {
                writeCommands();
            }
        } catch (IOException failed) {
            LOG.warn("Opening the temp file for AOF rewrite in rewriteAppendOnlyFile(): {}", DiskErrors.reason(failed));
            ended(failed);
        }
    }

    /** Has a base written on a thread of another bundle, which runs this bundle's sink. */
    private RdbStreams.Writing write(RdbStreams rdb, FileSink sink) {
        Tasks.Task task = Tasks.begin(Rewriter.class, "a base that is being written");
        try {
            return rdb.write(RdbWriteOptions.AOF_BASE, sink, failure -> {
                try (task) {
                    written(failure, true);
                }
            });
        } catch (RuntimeException failed) {
            task.close();
            throw failed;
        }
    }

    private void writeCommands() {
        CommandBase base =
                new CommandBase(services.keyspace, services.snapshots, services.dispatcher, file.place()::saveDelay);
        file.timestamp(base);
        FunctionLibraries functions = services.functions();
        if (functions != null) {
            functions.sources().forEach(base::library);
        }
        commands = base;
        Path temporary = temporaryBase();
        boolean incremental = directives.incrementalFsync.value();
        Tasks.startBehind(Rewriter.class, "serval-aof-rewrite", () -> {
            Exception failure = null;
            try (DiskFile out = file.disk().create(temporary)) {
                base.run(out, incremental);
            } catch (IOException | RuntimeException failed) {
                failure = failed;
                file.delete(temporary);
            }
            Exception outcome = failure;
            services.engine.submit(() -> written(outcome, false));
        });
    }

    /** The base is complete, or will not be; under the engine lock. */
    private void written(@Nullable Exception failure, boolean asRdb) {
        writing = null;
        commands = null;
        if (!running) {
            return;
        }
        if (failure != null) {
            ended(failure);
            return;
        }
        LOG.info(
                "Successfully created the temporary AOF base file {}",
                temporaryBase().getFileName());
        if (cancelled) {
            file.onFiles(() -> file.delete(temporaryBase()));
            ended(new CancellationException());
            return;
        }
        LOG.info("Background AOF rewrite terminated with success");
        installing = true;
        AppendOnlyFile.State state = file.state();
        file.onFiles(() -> install(state, asRdb));
    }

    // Install: on the thread for files

    private void install(AppendOnlyFile.State state, boolean asRdb) {
        Path folder = file.place().folder();
        Path temporary = temporaryBase();
        Manifest next = file.manifest().withNextBase(file.place().fileName(), asRdb);
        Part base = next.base();
        if (base == null) {
            throw new IllegalStateException("no base");
        }
        Path target = folder.resolve(base.name());
        Path increment = null;
        long size;
        try {
            if (state != AppendOnlyFile.State.OFF && !file.writer().settle()) {
                // What the increment begins with is all there is of it once the files before are history.
                throw new IOException("the increment cannot be written");
            }
            rename(temporary, target, "base");
            if (state == AppendOnlyFile.State.WAITING) {
                next = next.withNextIncrement(file.place().fileName());
                Part last = next.last();
                if (last == null) {
                    throw new IllegalStateException("no increment");
                }
                increment = folder.resolve(last.name());
                rename(folder.resolve(file.temporaryIncrement()), increment, "incr");
            }
            next = next.withRewrittenIncrements(state == AppendOnlyFile.State.OFF ? 0 : 1);
            file.store().write(next);
            long began = System.nanoTime();
            size = Files.size(target);
            services.latency.spent("aof-fstat", System.nanoTime() - began);
        } catch (IOException failed) {
            file.delete(temporary);
            file.delete(target);
            if (increment != null) {
                file.delete(increment);
            }
            services.engine.submit(() -> ended(failed));
            return;
        }
        file.manifest(next);
        file.deleteHistory();
        long baseSize = size;
        services.engine.submit(() -> installed(state, baseSize));
    }

    private void rename(Path from, Path to, String what) throws IOException {
        long began = System.nanoTime();
        try {
            file.disk().rename(from, to);
            services.latency.spent("aof-rename", System.nanoTime() - began);
        } catch (IOException failed) {
            LOG.warn(
                    "Error trying to rename the temporary AOF {} file {} into {}: {}",
                    what,
                    from.getFileName(),
                    to.getFileName(),
                    DiskErrors.reason(failed));
            throw failed;
        }
        LOG.info(
                "Successfully renamed the temporary AOF {} file {} into {}",
                what,
                from.getFileName(),
                to.getFileName());
    }

    // The end: under the engine lock

    private void installed(AppendOnlyFile.State state, long size) {
        if (!running) {
            return;
        }
        if (file.state() != AppendOnlyFile.State.OFF) {
            file.rewritten(size + file.writer().size());
        }
        lastGood = true;
        failures = 0;
        LOG.info("Background AOF rewrite finished successfully");
        if (state == AppendOnlyFile.State.WAITING && file.state() == AppendOnlyFile.State.WAITING) {
            file.complete();
        }
        over();
    }

    private void ended(Exception failure) {
        if (!running) {
            return;
        }
        if (failure instanceof CancellationException) {
            LOG.warn("Background AOF rewrite terminated by signal 10");
        } else {
            lastGood = false;
            failures++;
            LOG.warn("Background AOF rewrite terminated with error: {}", reason(failure));
        }
        if (file.state() == AppendOnlyFile.State.WAITING) {
            file.discard();
            scheduled = true;
        }
        over();
    }

    private static String reason(Exception failure) {
        return failure instanceof IOException io ? DiskErrors.reason(io) : failure.toString();
    }

    private void over() {
        writing = null;
        commands = null;
        running = false;
        installing = false;
        lastSeconds = (System.currentTimeMillis() - startedAt) / 1000;
        services.background.end(BackgroundWork.Kind.AOF);
        if (again) {
            again = false;
            begin();
        }
    }
}
