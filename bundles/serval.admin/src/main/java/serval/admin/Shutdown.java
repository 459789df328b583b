package serval.admin;

import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.admin.info.Settings;
import serval.spi.engine.Lifecycle;

/** The one way in which a running server is ended in order, whoever asks for it. */
@Component(service = Shutdown.class)
public final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Settings settings;
    private final ShutdownParts parts;
    private volatile @Nullable IntConsumer exit;
    private volatile boolean ending;
    /** What a signal asked for that is held back; under the engine lock, as is whether signals are. */
    private @Nullable Options asked;

    private boolean holding;

    /** Reads the save points from these settings. */
    @Activate
    public Shutdown(@Reference Settings settings, @Reference ShutdownParts parts) {
        this.settings = settings;
        this.parts = parts;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(serval.exit=true)")
    void bindExit(IntConsumer service) {
        exit = service;
    }

    void unbindExit(IntConsumer service) {
        if (exit == service) {
            exit = null;
        }
    }

    /**
     * Ends the server; under the engine lock. The process is still there when it returns.
     *
     * @return whether it ends; if not, the log says why
     */
    boolean begin(Options options) {
        ending = true;
        try {
            return end(options);
        } finally {
            ending = false;
        }
    }

    /** Ends the server as a signal asks for, unless those are held back; under the engine lock. */
    void beginBySignal(Options options) {
        if (holding) {
            asked = options;
        } else {
            begin(options);
        }
    }

    /** Holds signals back, or lets what came meanwhile go on (DEBUG PAUSE-CRON); under the engine lock. */
    public void holdSignals(boolean on) {
        holding = on;
        Options options = asked;
        if (!on && options != null) {
            asked = null;
            begin(options);
        }
    }

    /** Forgets what a signal asked for that was held back; returns whether there was anything; under the engine lock. */
    boolean abort() {
        boolean was = asked != null;
        asked = null;
        if (was) {
            LOG.info("Shutdown manually aborted.");
        }
        return was;
    }

    /** Whether somebody waits for the server to end in order; any thread. */
    boolean isEnding() {
        return ending;
    }

    /** Ends the process without waiting any longer; any thread. */
    void insist() {
        LOG.warn("You insist... exiting now.");
        parts.all().forEach(Lifecycle::insisted);
        IntConsumer end = exit;
        if (end != null) {
            end.accept(1);
        }
    }

    private boolean end(Options options) {
        LOG.info("User requested shutdown...");
        boolean save =
                options.save() || !options.nosave() && !settings.text("save").isEmpty();
        for (Lifecycle part : parts.all()) {
            String reason = part.stopping(save, options.force());
            if (!reason.isEmpty()) {
                LOG.warn(reason);
                if (!options.force()) {
                    LOG.warn("Errors trying to shut down the server. Check the logs for more information.");
                    return false;
                }
            }
        }
        IntConsumer end = exit;
        if (end == null) {
            LOG.warn("Errors trying to shut down the server. Whoever started it gave no way to end it.");
            return false;
        }
        parts.all().forEach(Lifecycle::ending);
        LOG.warn("Redis is now ready to exit, bye bye...");
        end.accept(0);
        return true;
    }

    /**
     * How to end.
     *
     * @param save whether to save even without save points
     * @param nosave whether not to save
     * @param now whether not to wait for replicas
     * @param force whether to go on after errors
     */
    record Options(boolean save, boolean nosave, boolean now, boolean force) {
        /** The options of a directive such as {@code shutdown-on-sigterm}. */
        static Options of(String words) {
            List<String> all = List.of(words.split(" "));
            return new Options(
                    all.contains("save"), all.contains("nosave"), all.contains("now"), all.contains("force"));
        }
    }
}
