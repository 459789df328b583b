package serval.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.Directive;
import serval.sdk.config.LongDirective;
import serval.spi.config.Configuration;
import serval.spi.engine.EngineStatistics;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Sessions;

/**
 * Closes the clients that take most memory while all together take more than {@code maxmemory-clients}. Under the engine lock.
 *
 * <p>The sum that is compared is the one of the loops, which follows within some kilobytes; only beyond the limit each session is
 * asked for what it holds.
 */
final class ClientEviction {
    private static final Logger LOG = LoggerFactory.getLogger(ClientEviction.class);

    /** With less than this nobody could even change the limit. */
    private static final long LEAST = 128 * 1024;

    private final LongDirective most;
    private final EngineStatistics statistics;
    private volatile @Nullable Sessions sessions;
    private volatile @Nullable Configuration configuration;

    ClientEviction(LongDirective most, EngineStatistics statistics) {
        this.most = most;
        this.statistics = statistics;
        most.onChange(this::evict);
    }

    void sessions(@Nullable Sessions service) {
        sessions = service;
    }

    void configuration(@Nullable Configuration service) {
        configuration = service;
    }

    /** How much clients may take in all, in bytes; 0 is without limit. */
    private long limit() {
        long value = most.value();
        if (value == 0) {
            return 0;
        }
        if (value < 0) {
            Configuration known = configuration;
            Directive directive = known == null ? null : known.find("maxmemory");
            long all = directive instanceof LongDirective number ? number.value() : 0;
            if (all == 0) {
                return 0;
            }
            value = (long) (all * (-value / 100.0));
        }
        return Math.max(value, LEAST);
    }

    /** All sessions hold about so much. */
    void held(long bytes) {
        if (most.value() != 0) {
            long limit = limit();
            if (limit > 0 && bytes > limit) {
                evict(limit);
            }
        }
    }

    private void evict() {
        long limit = limit();
        if (limit > 0) {
            evict(limit);
        }
    }

    private void evict(long limit) {
        Sessions known = sessions;
        if (known == null) {
            return;
        }
        record Holder(Session session, long bytes) {}
        List<Holder> holders = new ArrayList<>();
        long sum = 0;
        for (Session session : known.all()) {
            if (session.isClosing() || session.is(SessionFlag.REPLICA) || session.is(SessionFlag.PRIMARY)) {
                continue;
            }
            long bytes = session.memory();
            sum += bytes;
            if (!session.is(SessionFlag.NO_EVICT)) {
                holders.add(new Holder(session, bytes));
            }
        }
        if (sum <= limit) {
            return;
        }
        holders.sort(Comparator.comparingLong(Holder::bytes).reversed());
        for (Holder holder : holders) {
            if (sum <= limit) {
                return;
            }
            LOG.info("Evicting client: {}", holder.session());
            sum -= holder.bytes();
            statistics.evictedClients++;
            ((SocketSession) holder.session()).drop();
        }
    }
}
