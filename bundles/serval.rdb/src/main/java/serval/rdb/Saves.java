package serval.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.module.Handover;
import serval.sdk.timer.Timers;
import serval.spi.dataset.BackgroundWork;
import serval.spi.dataset.Loading;
import serval.spi.dataset.RdbWriteOptions;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;

/**
 * When the snapshot file is written, and what came of it. Under the engine lock.
 *
 * <p>A version of this bundle that takes over begins a save anew that its predecessor was at.
 */
@Component(service = {Saves.class, Handover.class})
public final class Saves implements Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Saves.class);
    private static final int PERIOD_MILLIS = 100;
    /** After a failure the next try comes no sooner. */
    private static final long RETRY_MILLIS = 5000;

    private final RdbService streams;
    private final RdbDirectives directives;
    private final FileForm form;
    private final EngineStatistics statistics;
    private final BackgroundWork work;
    private final Loading loading;
    private final Dispatcher clock;
    private final Timers.Timer timer;

    private volatile @Nullable Background background;
    private volatile @Nullable FileSink foreground;
    private boolean scheduled;
    private boolean failed;
    private long lastSave;
    private long lastTry;
    private long lastMillis = -1;
    private long lastPreserved;
    private long saves;
    private long keysLoaded;
    private long keysExpired;
    private Runnable onChange = () -> {};

    /** A save in the background. */
    private static final class Background {
        final FileSink sink;
        final long began;
        final long dirtyBefore;

        @Nullable
        StreamWriting writing;
        /** Whether its outcome is somebody else's business. */
        boolean disowned;

        Background(FileSink sink, long began, long dirtyBefore) {
            this.sink = sink;
            this.began = began;
            this.dirtyBefore = dirtyBefore;
        }
    }

    /** Begins to look at the save points. */
    @Activate
    public Saves(
            @Reference RdbService streams,
            @Reference RdbDirectives directives,
            @Reference FileForm form,
            @Reference EngineStatistics statistics,
            @Reference BackgroundWork work,
            @Reference Loading loading,
            @Reference Dispatcher clock,
            @Reference Timers timers) {
        this.streams = streams;
        this.directives = directives;
        this.form = form;
        this.statistics = statistics;
        this.work = work;
        this.loading = loading;
        this.clock = clock;
        lastSave = System.currentTimeMillis();
        timer = timers.every(PERIOD_MILLIS, this::look);
    }

    @Deactivate
    void deactivate() {
        timer.cancel();
        Background running = background;
        if (running != null) {
            stop(running);
        }
    }

    /** Names who is told when {@link #hasFailed()} may be another. */
    void onChange(Runnable action) {
        onChange = action;
    }

    // Saving

    /**
     * Saves at once.
     *
     * @throws IOException if that failed; the log says why
     */
    void save() throws IOException {
        saves++;
        FileSink sink = FileSink.now(directives.file(), directives.incrementalSync.value());
        foreground = sink;
        try {
            streams.writeNow(RdbWriteOptions.FILE, form.to(sink));
        } catch (IOException failure) {
            LOG.warn("Write error saving DB on disk: {}", reason(failure));
            throw failure;
        } catch (CancellationException discarded) {
            throw new IOException("the process ends", discarded);
        } finally {
            foreground = null;
        }
        LOG.info("DB saved on disk");
        statistics.dirty = 0;
        lastSave = clock.now();
        status(false);
    }

    /** Begins to save in the background; false if somebody has the turn. */
    boolean begin() {
        if (!work.begin(BackgroundWork.Kind.RDB)) {
            return false;
        }
        saves++;
        scheduled = false;
        lastTry = clock.now();
        FileSink sink = FileSink.inBackground(directives.file(), directives.incrementalSync.value());
        Background begun = new Background(sink, System.nanoTime(), statistics.dirty);
        background = begun;
        begun.writing = streams.start(RdbWriteOptions.FILE, form.to(sink), failure -> ended(begun, failure));
        LOG.info("Background saving started by pid {}", ProcessHandle.current().pid());
        return true;
    }

    private void ended(Background one, @Nullable Exception failure) {
        work.end(BackgroundWork.Kind.RDB);
        if (background == one) {
            background = null;
        }
        if (one.disowned) {
            return;
        }
        lastMillis = (System.nanoTime() - one.began) / 1_000_000;
        StreamWriting written = one.writing;
        lastPreserved = written == null ? 0 : written.preserved();
        if (failure == null) {
            LOG.info("DB saved on disk");
            LOG.info("Background saving terminated with success");
            statistics.dirty = Math.max(0, statistics.dirty - one.dirtyBefore);
            lastSave = clock.now();
            status(false);
        } else if (failure instanceof CancellationException) {
            LOG.warn("Background saving was cancelled");
        } else {
            LOG.warn("Write error saving DB on disk: {}", reason(failure));
            LOG.warn("Background saving error");
            status(true);
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof java.nio.file.FileSystemException file
                ? reason(file)
                : failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static String reason(java.nio.file.FileSystemException failure) {
        String what = switch (failure) {
            case java.nio.file.NoSuchFileException none -> "No such file or directory";
            case java.nio.file.AccessDeniedException denied -> "Permission denied";
            default -> failure.getReason();
        };
        return (what == null ? failure.toString() : what) + " (" + failure.getFile() + ")";
    }

    private void status(boolean nowFailed) {
        failed = nowFailed;
        onChange.run();
    }

    /** Ends a save in the background early; false if there is none. */
    boolean cancel() {
        Background running = background;
        if (running == null) {
            return false;
        }
        stop(running);
        return true;
    }

    private static void stop(Background running) {
        StreamWriting writing = running.writing;
        if (writing != null) {
            writing.cancel();
        }
        // Its thread may come to it too late, when the process ends.
        running.sink.discard();
    }

    /** Removes what is half-written, as the process ends; any thread. */
    void discard() {
        FileSink sink = foreground;
        if (sink != null) {
            sink.discard();
        }
        Background running = background;
        if (running != null) {
            running.sink.discard();
        }
    }

    /** Has a save begin in the background when that is possible. */
    void schedule() {
        scheduled = true;
    }

    /** Takes {@link #schedule()} back; false if nothing was scheduled. */
    boolean unschedule() {
        boolean was = scheduled;
        scheduled = false;
        return was;
    }

    private void look() {
        if (loading.isActive() || work.present() != BackgroundWork.Kind.NONE) {
            return;
        }
        long now = clock.now();
        boolean mayTry = !failed || now - lastTry > RETRY_MILLIS;
        for (SavePoint point : directives.save.value()) {
            if (statistics.dirty >= point.changes() && now / 1000 - lastSave / 1000 > point.seconds() && mayTry) {
                LOG.info("{} changes in {} seconds. Saving...", point.changes(), point.seconds());
                begin();
                return;
            }
        }
        if (scheduled && mayTry) {
            begin();
        }
    }

    // What came of it

    void loaded(long keys, long expired) {
        keysLoaded = keys;
        keysExpired = expired;
        statistics.dirty = 0;
        lastSave = clock.now();
    }

    boolean isRunning() {
        return background != null;
    }

    boolean isConfigured() {
        return !directives.save.value().isEmpty();
    }

    boolean hasFailed() {
        return failed;
    }

    long lastSaveSeconds() {
        return lastSave / 1000;
    }

    long lastDurationSeconds() {
        return lastMillis < 0 ? -1 : lastMillis / 1000;
    }

    long lastPreserved() {
        return lastPreserved;
    }

    long presentDurationSeconds() {
        Background running = background;
        return running == null ? -1 : (System.nanoTime() - running.began) / 1_000_000_000;
    }

    long saves() {
        return saves;
    }

    long keysLoaded() {
        return keysLoaded;
    }

    long keysExpired() {
        return keysExpired;
    }

    @Nullable
    StreamWriting active() {
        return streams.active();
    }

    // Handing over

    @Override
    public String name() {
        return "saves";
    }

    @Override
    public byte[] export() {
        Background running = background;
        boolean unfinished = running != null;
        if (running != null) {
            running.disowned = true;
            stop(running);
        }
        return ByteBuffer.allocate(2 + 7 * Long.BYTES)
                .put((byte) (failed ? 1 : 0))
                .put((byte) (scheduled || unfinished ? 1 : 0))
                .putLong(lastSave)
                .putLong(lastTry)
                .putLong(lastMillis)
                .putLong(saves)
                .putLong(keysLoaded)
                .putLong(keysExpired)
                .putLong(lastPreserved)
                .array();
    }

    @Override
    public void adopt(byte[] state) {
        ByteBuffer in = ByteBuffer.wrap(state);
        boolean wasFailed = in.get() != 0;
        scheduled = in.get() != 0;
        lastSave = in.getLong();
        lastTry = in.getLong();
        lastMillis = in.getLong();
        saves = in.getLong();
        keysLoaded = in.getLong();
        keysExpired = in.getLong();
        lastPreserved = in.getLong();
        status(wasFailed);
    }
}
