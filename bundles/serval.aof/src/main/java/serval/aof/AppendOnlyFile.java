package serval.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.Disk;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;
import serval.aof.disk.EncryptedDisk;
import serval.aof.load.AofLoader;
import serval.aof.manifest.Manifest;
import serval.aof.manifest.ManifestStore;
import serval.aof.manifest.Part;
import serval.aof.orphan.Orphans;
import serval.aof.rewrite.CommandBase;
import serval.aof.write.AofWriter;
import serval.aof.write.UnitEncoder;
import serval.aof.write.WriterHost;
import serval.spi.dataset.BackgroundWork;
import serval.spi.dataset.RdbStreams;
import serval.spi.dataset.RdbWriteOptions;
import serval.spi.journal.JournalSink;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;
import serval.spi.module.Successions;
import serval.spi.module.Tasks;
import serval.spi.request.Request;

/**
 * The append-only file: whether there is one, which files it consists of, and the way of a unit into it.
 *
 * <p>What is called under the engine lock touches no file. Files are opened, renamed and removed by one thread
 * ({@link #files}), so that the steps of a rewrite, of switching on and of switching off do not meet.
 */
final class AppendOnlyFile implements JournalSink, WriterHost {
    private static final Logger LOG = LoggerFactory.getLogger(AppendOnlyFile.class);

    /** Whether there is an append-only file. */
    enum State {
        /** There is none. */
        OFF,
        /** It was switched on, and its first base is being written. */
        WAITING,
        /** There is one. */
        ON
    }

    private final AofDirectives directives;
    private final AofFolder place;
    /** The disk as it is: for the manifest, which is never encrypted. */
    private final Disk plain;

    private final Disk disk;
    private final Services services;
    private final AofWriter writer;
    private final ExecutorService files = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("serval-aof-files").unstarted(task));

    private final StoredFiles stored;

    private volatile State state = State.OFF;
    /** Whether units go to a file at present. */
    private volatile boolean collecting;

    private volatile Manifest manifest = Manifest.EMPTY;
    /** The size of all files, less what the writer has written in all. */
    private volatile long sizeOffset;
    /** The size of all files after the last rewrite. */
    private volatile long baseSize;

    private final Orphans orphans;
    private volatile Runnable onStatus = () -> {};
    private volatile Runnable onOrphans = () -> {};

    AppendOnlyFile(AofDirectives directives, AofFolder place, Disk disk, Services services) {
        orphans = new Orphans(
                services.engine, services.commands, services.executor, services.keyspace, this::orphansMoved);
        this.directives = directives;
        this.place = place;
        plain = disk;
        this.disk = new EncryptedDisk(disk, services.encryption::get);
        this.services = services;
        UnitEncoder encoder = new UnitEncoder(directives.timestamps::value, this::keyPositions);
        writer = new AofWriter(directives, encoder, this);
        stored = new StoredFiles(this);
    }

    State state() {
        return state;
    }

    AofWriter writer() {
        return writer;
    }

    Manifest manifest() {
        return manifest;
    }

    void manifest(Manifest next) {
        manifest = next;
    }

    Disk disk() {
        return disk;
    }

    Orphans orphans() {
        return orphans;
    }

    AofFolder place() {
        return place;
    }

    AofDirectives directives() {
        return directives;
    }

    Services services() {
        return services;
    }

    /** Names what is told when writing begins to fail, or no longer does; any thread. */
    void onStatus(Runnable action) {
        onStatus = action;
    }

    /** Names what is told when changes begin to wait for modules, or no longer do; under the engine lock. */
    void onOrphans(Runnable action) {
        onOrphans = action;
    }

    /** Whoever has something waiting wants to know of all units, whether they go to a file or not. */
    private void orphansMoved() {
        services.journal.targetsMoved();
        onOrphans.run();
    }

    /** Runs an action on the thread that deals with files. */
    void onFiles(Runnable action) {
        Tasks.Task task = Tasks.begin(AppendOnlyFile.class, "work on its files");
        try {
            files.execute(() -> {
                try (task) {
                    action.run();
                } catch (RuntimeException | LinkageError fault) {
                    LOG.error("Work on the files of the append-only file failed", fault);
                }
            });
        } catch (RejectedExecutionException ended) {
            task.close();
            throw ended;
        }
    }

    ManifestStore store() {
        return new ManifestStore(plain, place.folder(), place.fileName());
    }

    /** The size of all files that would be loaded. */
    long currentSize() {
        return sizeOffset + writer.total();
    }

    long baseSize() {
        return baseSize;
    }

    /** Notes the size after a rewrite. */
    void rewritten(long size) {
        sizeOffset = size - writer.total();
        baseSize = size;
    }

    // The journal's sink

    @Override
    public int targets() {
        return collecting || orphans.count() > 0 ? Target.AOF : 0;
    }

    @Override
    public long accept(JournalUnit unit) {
        orphans.observe(unit);
        if (collecting) {
            writer.accept(unit);
        }
        return -1;
    }

    @Override
    public long accept(long position, long millis, int database, int targets, Request words) {
        if (orphans.count() > 0) {
            return JournalSink.super.accept(position, millis, database, targets, words);
        }
        if (collecting) {
            writer.accept(position, millis, database, words);
        }
        return -1;
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public boolean isDiskAwaited() {
        return writer.isDiskAwaited();
    }

    @Override
    public long released() {
        return writer.released();
    }

    @Override
    public long synced() {
        if (state != State.ON) {
            return -1;
        }
        long reached = writer.synced();
        return reached >= writer.accepted() ? Long.MAX_VALUE : reached;
    }

    private List<Integer> keyPositions(byte[][] command) {
        List<Integer> known = orphans.positions(command);
        return known != null ? known : orphans.keys(new Request().set(command));
    }

    // What the writer tells

    @Override
    public void releasedMoved() {
        services.journal.releasedMoved();
    }

    @Override
    public void fatal() {
        services.end(1);
    }

    @Override
    public void statusMoved() {
        onStatus.run();
    }

    @Override
    public boolean isBackgroundWorkActive() {
        return services.background.present() != BackgroundWork.Kind.NONE;
    }

    @Override
    public void spent(String event, long nanos) {
        services.latency.spent(event, nanos);
    }

    // Loading

    /**
     * Loads the files, which the manifest names; see {@link serval.spi.dataset.DatasetSource#load}.
     *
     * @param until seconds since 1970 after which what happened is left out; 0 for none
     */
    AofLoader.Loaded load(boolean locked, boolean merge, long until) throws IOException {
        AofLoader.Loaded loaded = stored.load(locked, merge, until);
        baseSize = loaded.base();
        return loaded;
    }

    /** Creates the folder of the files unless it is there. */
    void createFolder() throws IOException {
        try {
            disk.createFolder(place.folder());
        } catch (IOException failed) {
            LOG.warn(
                    "Can't open or create append-only dir {}: {}",
                    directives.appenddirname.value(),
                    DiskErrors.reason(failed));
            throw failed;
        }
    }

    // On at the start

    /**
     * Opens the last increment, after the dataset was loaded: from now on units go there. Not under the engine lock.
     *
     * @param restored whether the base was made of the dataset just now, without what waits for modules
     */
    void open(long loadedSize, boolean restored) throws IOException {
        createFolder();
        Manifest next = manifest;
        boolean fresh = next.isEmpty();
        if (fresh) {
            boolean rdb = directives.rdbPreamble.value() && services.rdb() != null;
            next = next.withNextBase(place.fileName(), rdb);
            writeBase(next, rdb, place.folder());
            LOG.info(
                    "Creating AOF base file {} on server start",
                    next.loaded().getFirst().name());
        }
        boolean reopened = next.last() != null;
        if (!reopened) {
            next = next.withNextIncrement(place.fileName());
        }
        Part last = next.last();
        if (last == null) {
            throw new IllegalStateException("no increment");
        }
        DiskFile file;
        long size;
        try {
            file = disk.append(place.folder().resolve(last.name()));
            size = file.size();
        } catch (IOException failed) {
            LOG.warn("Can't open the append-only file {}: {}", last.name(), DiskErrors.reason(failed));
            throw failed;
        }
        if (!next.equals(manifest)) {
            store().write(next);
        }
        manifest = next;
        LOG.info(
                reopened ? "Opening AOF incr file {} on server start" : "Creating AOF incr file {} on server start",
                last.name());
        services.dispatcher.enter();
        try {
            writer.begin(file, services.journal.position(), size);
            sizeOffset = loadedSize - writer.total();
            state = State.ON;
            collect(true);
            if (restored) {
                writeOrphans(System.currentTimeMillis());
            }
        } finally {
            services.dispatcher.leave();
        }
        if (restored && !writer.settle()) {
            throw new IOException("what waits for modules cannot be written");
        }
        deleteHistory();
    }

    /**
     * Makes what was loaded the dataset of a new set of files; those that are there are put aside, whole.
     *
     * @param until the moment that the dataset is of
     */
    void startOver(long until) throws IOException {
        Path folder = place.folder();
        Path fresh =
                place.dir().resolve("temp-restored-" + ProcessHandle.current().pid());
        disk.createFolder(fresh);
        boolean rdb = directives.rdbPreamble.value() && services.rdb() != null;
        Manifest next = manifest.withNextBase(place.fileName(), rdb)
                .withNextIncrement(place.fileName())
                .withRewrittenIncrements(1)
                .withoutHistory();
        for (Part part : next.increments()) {
            disk.create(fresh.resolve(part.name())).close();
        }
        writeBase(next, rdb, fresh);
        new ManifestStore(plain, fresh, place.fileName()).write(next);
        Path aside = place.dir().resolve(folder.getFileName() + ".before-" + System.currentTimeMillis() / 1000);
        disk.rename(folder, aside);
        disk.rename(fresh, folder);
        disk.syncFolder(place.dir());
        manifest = next;
        baseSize = Files.size(folder.resolve(next.loaded().getFirst().name()));
        LOG.warn("The dataset is that of {}. The append-only file as it was is in {}", until, aside.getFileName());
    }

    private void writeBase(Manifest next, boolean asRdb, Path folder) throws IOException {
        Part base = next.base();
        if (base == null) {
            throw new IllegalStateException("no base");
        }
        Path temporary =
                place.dir().resolve("temp-rewriteaof-" + ProcessHandle.current().pid() + ".aof");
        services.dispatcher.enter();
        try {
            RdbStreams rdb = services.rdb();
            if (asRdb && rdb != null) {
                rdb.writeNow(RdbWriteOptions.AOF_BASE, new FileSink(disk, temporary, false));
            } else {
                try (DiskFile file = disk.create(temporary)) {
                    CommandBase commands = new CommandBase(
                            services.keyspace, services.snapshots, services.dispatcher, place::saveDelay);
                    timestamp(commands);
                    commands.runNow(file);
                }
            }
        } catch (IOException failed) {
            LOG.warn("Write error writing append only file on disk: {}", DiskErrors.reason(failed));
            throw failed;
        } finally {
            services.dispatcher.leave();
        }
        disk.rename(temporary, folder.resolve(base.name()));
    }

    /** Has a base of commands say when it was made, if times are told. */
    void timestamp(CommandBase commands) {
        if (directives.timestamps.value()) {
            commands.head(UnitEncoder.TIME + System.currentTimeMillis() / 1000);
        }
    }

    /** Writes what waits for modules into an increment that has just begun; under the engine lock. It is there for good after {@link AofWriter#settle()}. */
    void writeOrphans(long now) {
        JournalUnit unit = orphans.asUnit(services.journal.position(), now);
        if (unit != null) {
            writer.accept(unit);
        }
    }

    /** Whether units go to a file; under the engine lock. */
    void collect(boolean on) {
        collecting = on;
        services.journal.targetsMoved();
    }

    /** Removes the files that are history, unless they are to stay. On the thread for files, or before there is any other. */
    void deleteHistory() {
        Manifest now = manifest;
        if (directives.disableGarbageCollection.value() || now.history().isEmpty()) {
            return;
        }
        for (Part part : now.history()) {
            LOG.info("Removing the history file {} in the background", part.name());
            delete(place.folder().resolve(part.name()));
        }
        Manifest next = now.withoutHistory();
        try {
            store().write(next);
            manifest = next;
        } catch (IOException failed) {
            // The names of files that are gone do no harm; the next rewrite writes the manifest anew.
            LOG.debug("History stays in the manifest", failed);
        }
    }

    /** Removes a file, with a line in the log if that fails. */
    void delete(Path file) {
        try {
            disk.delete(file);
        } catch (IOException failed) {
            LOG.warn("{} cannot be removed: {}", file.getFileName(), DiskErrors.reason(failed));
        }
    }

    // On and off while the server runs, under the engine lock

    /** There is to be an append-only file; its first base is still to be written. */
    void waitForBase() {
        state = State.WAITING;
        if (writer.error() != null) {
            LOG.warn("AOF reopen, just ignore the last error.");
            writer.forgetErrors();
            statusMoved();
        }
    }

    /** The first base was written. */
    void complete() {
        state = State.ON;
    }

    /** There is to be no append-only file any more. */
    void off() {
        state = State.OFF;
        collect(false);
        services.journal.fileEnded();
        onFiles(() -> {
            writer.close();
            baseSize = 0;
            sizeOffset = -writer.total();
            statusMoved();
        });
    }

    /** The first base could not be written: what was collected meanwhile is of no use. */
    void discard() {
        collect(false);
        onFiles(() -> {
            writer.close();
            Path temporary = place.folder().resolve(temporaryIncrement());
            LOG.info("Removing the temp incr aof file {} in the background", temporary.getFileName());
            delete(temporary);
        });
    }

    /** The next version goes on with the files: what is left is written, and everything is closed. Under the engine lock. */
    void letGo(Runnable then) {
        collect(false);
        onFiles(() -> {
            try {
                writer.close();
                disk.delete(place.folder().resolve(temporaryIncrement()));
            } catch (IOException failed) {
                LOG.warn("The temporary increment cannot be removed: {}", DiskErrors.reason(failed));
            } finally {
                then.run();
            }
        });
    }

    /** Goes on where the version before was, as soon as that has let go of the files. Under the engine lock. */
    void takeOver(State before, long succession, long size, long lastBaseSize) {
        state = before;
        baseSize = lastBaseSize;
        sizeOffset = size - writer.total();
        boolean on = before == State.ON;
        if (on) {
            writer.beginLater(services.journal.position());
            collect(true);
        }
        onFiles(() -> {
            try {
                Successions.await(succession);
                manifest = stored.read();
                Part last = manifest.last();
                if (on && last != null) {
                    DiskFile opened = disk.append(place.folder().resolve(last.name()));
                    writer.attach(opened, opened.size());
                }
            } catch (IOException failed) {
                LOG.error("The append-only file cannot be opened again: {}", DiskErrors.reason(failed));
                services.end(1);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The name of the increment while the first base is being written. */
    String temporaryIncrement() {
        return "temp-" + place.fileName() + ".incr";
    }

    /** Ends the server's writing: everything is on the disk when it returns. Under the engine lock. */
    void shutDown() {
        if (state != State.OFF) {
            LOG.info("Calling fsync() on the AOF file.");
            writer.finish();
        }
    }

    /** Ends everything. Not under the engine lock. */
    void close() {
        collecting = false;
        files.shutdown();
        try {
            if (!files.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Work on the files of the append-only file does not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        writer.end();
    }

    /** Why writes are refused, or null. */
    @Nullable
    String error() {
        return state == State.OFF ? null : writer.error();
    }
}
