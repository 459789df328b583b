package serval.server;

import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.spi.config.Configuration;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;
import serval.spi.journal.Journal;
import serval.spi.keyspace.MemoryAccounts;
import serval.spi.session.Sessions;

/**
 * Ties the network side to the services around it. It listens from the moment the condition {@code serval.started} is there:
 * the configuration has been read and the dataset loaded.
 */
@Component(
        service = {DirectiveSet.class, InfoSection.class},
        immediate = true)
public final class ServerComponent implements DirectiveSet, InfoSection {
    private static final Logger LOG = LoggerFactory.getLogger(ServerComponent.class);

    private final ServerDirectives directives = new ServerDirectives();
    private final BundleContext context;
    private final Server server;
    private final TrafficInfo traffic;
    private volatile @Nullable IntConsumer exit;

    /** Prepares the network side; nothing is opened yet. */
    @Activate
    public ServerComponent(
            BundleContext context, @Reference Dispatcher dispatcher, @Reference EngineStatistics statistics) {
        this.context = context;
        server = new Server(dispatcher, statistics, directives);
        traffic = server.traffic();
    }

    @Deactivate
    void deactivate() {
        server.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(osgi.condition.id=serval.started)")
    void bindStarted(Condition started) {
        try {
            server.open();
            // When the process began is known to whoever launched it.
            String began = context.getProperty("serval.started.millis");
            if (began != null) {
                LOG.info("Started in {} ms", System.currentTimeMillis() - Long.parseLong(began));
            }
        } catch (Listeners.ListenException failed) {
            LOG.warn(failed.getMessage());
            IntConsumer end = exit;
            if (end != null) {
                end.accept(1);
            }
        }
    }

    void unbindStarted(Condition started) {
        // Clients stay connected: only the end of the process or of this bundle closes.
    }

    /** The dataset is there. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(osgi.condition.id=serval.loaded)")
    void bindLoaded(Condition loaded) {
        server.ready();
    }

    void unbindLoaded(Condition loaded) {
        // Nothing follows from that.
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

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindJournal(Journal journal) {
        server.journal(journal);
    }

    void unbindJournal(Journal journal) {
        if (server.journal() == journal) {
            server.journal(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindAccounts(MemoryAccounts accounts) {
        server.accounts(accounts);
    }

    void unbindAccounts(MemoryAccounts accounts) {
        if (server.accounts() == accounts) {
            server.accounts(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindSessions(Sessions sessions) {
        server.eviction().sessions(sessions);
    }

    void unbindSessions(Sessions sessions) {
        server.eviction().sessions(null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindConfiguration(Configuration configuration) {
        server.eviction().configuration(configuration);
    }

    void unbindConfiguration(Configuration configuration) {
        server.eviction().configuration(null);
    }

    @Override
    public List<Directive> directives() {
        return directives.all();
    }

    @Override
    public String section() {
        return traffic.section();
    }

    @Override
    public int order() {
        return traffic.order();
    }

    @Override
    public void write(InfoWriter out) {
        traffic.write(out);
    }
}
