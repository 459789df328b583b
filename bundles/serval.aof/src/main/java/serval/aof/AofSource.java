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

    AofSource(AppendOnlyFile file) {
        this.file = file;
    }

    @Override
    public int order() {
        return AOF;
    }

    @Override
    public boolean isWanted() {
        return file.directives().appendonly.value();
    }

    @Override
    public void load(boolean locked, boolean merge) throws IOException {
        long began = System.nanoTime();
        AofLoader.Loaded loaded = file.load(locked, merge, 0);
        if (locked) {
            if (!loaded.found()) {
                throw new IOException("there is no append-only file");
            }
            return;
        }
        if (loaded.found()) {
            LOG.info("DB loaded from append only file: {} seconds", AofLoader.seconds(began));
        }
        file.open(loaded.total());
    }

    @Override
    public void save() throws IOException {
        if (file.state() != AppendOnlyFile.State.OFF && !file.writer().finish()) {
            throw new IOException("the append-only file cannot be written");
        }
    }
}
