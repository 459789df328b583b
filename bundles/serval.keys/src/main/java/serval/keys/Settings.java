package serval.keys;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.sdk.command.Call;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.FlagDirective;
import serval.spi.config.Configuration;
import serval.spi.gate.GateCall;
import serval.spi.gate.Origin;
import serval.spi.journal.Journal;
import serval.spi.role.ServerRole;

/** This bundle's directives, what it asks of those of others, and what part this server plays. */
@Component(service = {Settings.class, DirectiveSet.class})
public final class Settings implements DirectiveSet {
    private static final int RDB_7_0 = 10;
    private static final int RDB_7_2 = 11;

    private final FlagDirective lazyUserDel = new FlagDirective("lazyfree-lazy-user-del", false);
    private final FlagDirective lazyServerDel = new FlagDirective("lazyfree-lazy-server-del", false);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Configuration configuration;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable ServerRole role;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Journal journal;

    @Override
    public List<Directive> directives() {
        return List.of(lazyUserDel, lazyServerDel);
    }

    /** Whether DEL frees in the background. */
    boolean lazyUserDel() {
        return lazyUserDel.value();
    }

    /** Whether values that a command overwrites are freed in the background. */
    boolean lazyServerDel() {
        return lazyServerDel.value();
    }

    /** Whether expired values are freed in the background. */
    boolean lazyExpire() {
        return text("lazyfree-lazy-expire").equals("yes");
    }

    /** The RDB version that payloads of DUMP are written in. */
    int rdbVersion() {
        return text("rdb-compatibility").equals("7.0") ? RDB_7_0 : RDB_7_2;
    }

    /** Whether the access clock counts how often, rather than when. */
    boolean isLfu() {
        return text("maxmemory-policy").endsWith("-lfu");
    }

    /** Whether Redis would have the small numbers share one object each. */
    boolean sharesNumbers() {
        return text("maxmemory").equals("0")
                || !isLfu() && !text("maxmemory-policy").endsWith("-lru");
    }

    /** Whether the append-only file is on. */
    boolean isAppendOnly() {
        return text("appendonly").equals("yes");
    }

    private String text(String name) {
        Configuration now = configuration;
        Directive directive = now == null ? null : now.find(name);
        return directive == null ? "" : directive.text();
    }

    /** What this server is to others, or null if it is alone. */
    @Nullable
    ServerRole role() {
        return role;
    }

    /** Where effects go, or null. */
    @Nullable
    Journal journal() {
        return journal;
    }

    /**
     * Whether a time in the past removes a key at once. On a replica and in a replay the key stays until its removal is
     * told.
     */
    boolean removesExpired(Call call) {
        ServerRole now = role;
        Origin origin = call instanceof GateCall gate ? gate.origin() : Origin.CLIENT;
        return origin != Origin.REPLAY && origin != Origin.PRIMARY && (now == null || !now.isReplica());
    }
}
