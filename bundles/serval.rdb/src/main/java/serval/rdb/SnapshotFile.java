package serval.rdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.rdb.check.CheckRdb;
import serval.spi.dataset.DatasetSource;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.Loading;
import serval.spi.dataset.RdbFormatException;
import serval.spi.dataset.RdbLoaded;
import serval.spi.dataset.RdbReadOptions;
import serval.spi.dataset.SnapshotField;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.Lifecycle;

/** The snapshot file as what the dataset is loaded from, and saved to when the server ends. */
@Component(service = {DatasetSource.class, Lifecycle.class})
public final class SnapshotFile implements DatasetSource, Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);

    private final RdbService streams;
    private final RdbDirectives directives;
    private final Saves saves;
    private final FileForm form;
    private final Loading loading;
    private final Dispatcher dispatcher;
    private final SnapshotFields beside;

    /** Creates the source. */
    @Activate
    public SnapshotFile(
            @Reference RdbService streams,
            @Reference RdbDirectives directives,
            @Reference Saves saves,
            @Reference FileForm form,
            @Reference Loading loading,
            @Reference Dispatcher dispatcher,
            @Reference SnapshotFields beside) {
        this.streams = streams;
        this.directives = directives;
        this.saves = saves;
        this.form = form;
        this.loading = loading;
        this.dispatcher = dispatcher;
        this.beside = beside;
    }

    @Override
    public int order() {
        return RDB;
    }

    @Override
    public boolean isWanted() {
        return !directives.isAppendOnly() && Files.exists(directives.file());
    }

    @Override
    public void load(boolean locked, boolean merge) throws IOException {
        Path file = directives.file();
        if (!Files.exists(file)) {
            return;
        }
        long began = System.nanoTime();
        RdbLoaded loaded;
        locked(locked, () -> beside.all().forEach(SnapshotField::clear));
        try (InputStream in = form.open(file)) {
            loading.expect(Files.size(file));
            loaded = streams.read(in, new RdbReadOptions(locked, false, merge, loading::loaded));
        } catch (IOException failed) {
            LOG.warn("Loading {} failed: {}", file, failed.getMessage());
            if (failed instanceof RdbFormatException && !locked && !FileEncryption.isEncrypted(file)) {
                // What the tool finds out is what an operator needs next.
                CheckRdb.report(file, LOG::warn);
                LOG.warn("Terminating server after rdb file reading failure.");
            }
            throw failed;
        }
        locked(locked, () -> {
            beside.all().forEach(SnapshotField::loaded);
            saves.loaded(loaded.loaded(), loaded.expired());
        });
        LOG.info(
                "DB loaded from disk: {} seconds",
                String.format(Locale.ROOT, "%.3f", (System.nanoTime() - began) / 1e9));
    }

    private void locked(boolean already, Runnable action) {
        if (already) {
            action.run();
            return;
        }
        dispatcher.enter();
        try {
            action.run();
        } finally {
            dispatcher.leave();
        }
    }

    @Override
    public void save() throws IOException {
        saves.save();
    }

    @Override
    public boolean emptied() {
        saves.cancel();
        if (!saves.isConfigured()) {
            return false;
        }
        try {
            saves.save();
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    @Override
    public void insisted() {
        saves.discard();
    }

    @Override
    public String stopping(boolean save, boolean force) {
        if (saves.cancel()) {
            LOG.warn("There is a child saving an .rdb. Killing it!");
        }
        if (!save || loading.isActive()) {
            // What is there of a dataset that is being loaded must not take the place of the file.
            return "";
        }
        LOG.info("Saving the final RDB snapshot before exiting.");
        try {
            saves.save();
            return "";
        } catch (IOException failed) {
            return "Error trying to save the DB, can't exit.";
        }
    }
}
