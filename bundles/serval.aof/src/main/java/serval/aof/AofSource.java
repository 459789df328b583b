package serval.aof;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.load.AofLoader;
import serval.spi.dataset.DatasetSource;

/** The append-only file as what the dataset is loaded from when the server starts. */
final class AofSource implements DatasetSource {
    private static final Logger LOG = LoggerFactory.getLogger(AofSource.class);

    private final AppendOnlyFile file;
    private final Rewriter rewriter;

    AofSource(AppendOnlyFile file, Rewriter rewriter) {
        this.file = file;
        this.rewriter = rewriter;
    }

    @Override
    public int order() {
        return AOF;
    }

    @Override
    public boolean isWanted() {
        return file.directives().appendonly.value()
                || file.directives().restoreTo.value() > 0;
    }

    @Override
    public void load(boolean locked, boolean merge) throws IOException {
        long began = System.nanoTime();
        long until = locked ? 0 : file.directives().restoreTo.value();
        AofLoader.Loaded loaded = file.load(locked, merge, until);
        if (locked) {
            if (!loaded.found()) {
                throw new IOException("there is no append-only file");
            }
            return;
        }
        if (loaded.found()) {
            LOG.info("DB loaded from append only file: {} seconds", AofLoader.seconds(began));
        }
        if (until > 0) {
            restored(loaded, until);
        }
        if (file.directives().appendonly.value()) {
            boolean restored = until > 0 && loaded.stopped();
            file.open(file.baseSize() > 0 && loaded.stopped() ? file.baseSize() : loaded.total(), restored);
        }
    }

    private void restored(AofLoader.Loaded loaded, long until) throws IOException {
        // It is meant for this start, and not to be found in the file after CONFIG REWRITE.
        file.directives().restoreTo.reset();
        if (!loaded.timed()) {
            LOG.warn(
                    "The dataset cannot be brought back to {}: the append-only file does not say when things happened"
                            + " (aof-timestamp-enabled), or begins after that",
                    until);
            throw new IOException("the append-only file does not tell of that time");
        }
        if (loaded.stopped()) {
            file.startOver(until);
        } else {
            LOG.info("Nothing in the append-only file is later than {}", until);
        }
    }

    @Override
    public void resetStatistics() {
        file.writer().resetDelayedSyncs();
        rewriter.resetStatistics();
    }

    @Override
    public void delayWrites(long micros) {
        file.writer().sleepBeforeWrite(micros);
    }

    @Override
    public void save() throws IOException {
        if (file.state() != AppendOnlyFile.State.OFF && !file.writer().finish()) {
            throw new IOException("the append-only file cannot be written");
        }
    }
}
