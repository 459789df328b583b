package serval.engine;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.spi.dataset.DatasetSource;

/**
 * The last steps of starting. The condition {@code serval.started} says that clients may come, {@code serval.loaded} that the
 * dataset is there. In between, the first source that is wanted loads on a thread of its own; if it fails the server ends.
 */
final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private final Core core;
    private final Consumer<String> reached;
    private final List<DatasetSource> sources = new CopyOnWriteArrayList<>();
    private volatile @Nullable IntConsumer exit;

    /** Creates it; {@code reached} publishes a condition. */
    Startup(Core core, Consumer<String> reached) {
        this.core = core;
        this.reached = reached;
    }

    void add(DatasetSource source) {
        sources.add(source);
    }

    void remove(DatasetSource source) {
        sources.remove(source);
    }

    /** Names what ends the process. */
    void exit(@Nullable IntConsumer end) {
        exit = end;
    }

    @Nullable
    IntConsumer exit() {
        return exit;
    }

    /** Begins; {@code first} runs under the engine lock before anything else. */
    void begin(Runnable first) {
        DatasetSource source;
        core.enter();
        try {
            first.run();
            source = sources.stream()
                    .sorted(Comparator.comparingInt(DatasetSource::order))
                    .filter(DatasetSource::isWanted)
                    .findFirst()
                    .orElse(null);
            if (source != null) {
                core.loading.begin();
            }
        } finally {
            core.leave();
        }
        reached.accept("serval.started");
        if (source == null) {
            reached.accept("serval.loaded");
        } else {
            Thread.ofPlatform().name("serval-loading").start(() -> load(source));
        }
    }

    private void load(DatasetSource source) {
        try {
            source.load(false, false);
        } catch (IOException | RuntimeException | Error failed) {
            if (!(failed instanceof IOException)) {
                LOG.error("Loading the dataset failed", failed);
            }
            if (source.order() == DatasetSource.RDB) {
                // An append-only file's last line is what is wrong with it.
                LOG.warn("Fatal error loading the DB, check server logs. Exiting.");
            }
            IntConsumer end = exit;
            if (end != null) {
                end.accept(1);
            }
            return;
        }
        core.enter();
        try {
            core.loading.end();
        } finally {
            core.leave();
        }
        reached.accept("serval.loaded");
    }
}
