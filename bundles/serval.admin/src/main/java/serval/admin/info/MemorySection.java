package serval.admin.info;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.MemoryAccounts;
import serval.spi.script.ScriptStatistics;

/** What is held in memory. */
@Component
public final class MemorySection implements InfoSection {
    private final Keyspace keyspace;
    private final MemoryFigures figures;
    private final Settings settings;
    private final long systemMemory = ProcessFiles.total();
    private volatile @Nullable ScriptStatistics scripts;

    /** Reads from these. */
    @Activate
    public MemorySection(@Reference Keyspace keyspace, @Reference MemoryFigures figures, @Reference Settings settings) {
        this.keyspace = keyspace;
        this.figures = figures;
        this.settings = settings;
    }

    /** Scripts came. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindScripts(ScriptStatistics service) {
        scripts = service;
    }

    /** Scripts went. */
    public void unbindScripts(ScriptStatistics service) {
        if (scripts == service) {
            scripts = null;
        }
    }

    @Override
    public String section() {
        return "memory";
    }

    @Override
    public int order() {
        return 300;
    }

    @Override
    public void write(InfoWriter out) {
        MemoryFigures.Moment now = figures.now();
        MemoryAccounts accounts = now.accounts();
        human(out, "used_memory", now.used());
        human(out, "used_memory_rss", now.resident());
        human(out, "used_memory_peak", now.peak());
        out.field("used_memory_peak_perc", percent(now.peakPercent()));
        out.field("used_memory_overhead", now.overhead());
        out.field("used_memory_startup", accounts.startup());
        out.field("used_memory_dataset", now.dataset());
        out.field("used_memory_dataset_perc", percent(now.datasetPercent()));
        out.field("allocator_allocated", now.used());
        out.field("allocator_active", now.active());
        out.field("allocator_resident", now.committed());
        human(out, "total_system_memory", systemMemory);
        scripts(out, accounts);
        human(out, "maxmemory", settings.number("maxmemory"));
        out.field("maxmemory_policy", settings.text("maxmemory-policy"));
        spread(out, "allocator_frag", now.active(), now.used());
        spread(out, "allocator_rss", now.committed(), now.active());
        spread(out, "rss_overhead", now.resident(), now.committed());
        out.field("mem_fragmentation_ratio", MemoryFigures.Moment.ratio(now.resident(), now.used()), 2);
        out.field("mem_fragmentation_bytes", now.resident() - now.used());
        out.field("mem_not_counted_for_evict", accounts.notCounted());
        out.field("mem_replication_backlog", accounts.get("backlog"));
        out.field("mem_total_replication_buffers", accounts.get("backlog") + accounts.get("replica-buffers"));
        out.field("mem_clients_slaves", accounts.get("replicas"));
        out.field("mem_clients_normal", accounts.get("clients"));
        out.field("mem_cluster_links", accounts.get("cluster-links"));
        out.field("mem_aof_buffer", accounts.get("aof-buffer"));
        out.field("mem_allocator", "jvm");
        out.field("active_defrag_running", 0);
        out.field("lazyfree_pending_objects", keyspace.statistics().lazilyPending);
        out.field("lazyfreed_objects", keyspace.statistics().lazilyFreed);
    }

    private void scripts(InfoWriter out, MemoryAccounts accounts) {
        ScriptStatistics now = scripts;
        long eval = accounts.get("scripts");
        long functions = accounts.get("functions");
        long engine = now == null ? 0 : now.scriptEngineBytes();
        long functionEngine = now == null ? 0 : now.functionEngineBytes();
        out.field("used_memory_lua", engine);
        out.field("used_memory_vm_eval", engine);
        out.field("used_memory_lua_human", Sizes.human(engine));
        out.field("used_memory_scripts_eval", eval);
        out.field("number_of_cached_scripts", now == null ? 0 : now.cachedScripts());
        out.field("number_of_functions", now == null ? 0 : now.functions());
        out.field("number_of_libraries", now == null ? 0 : now.libraries());
        out.field("used_memory_vm_functions", functionEngine);
        out.field("used_memory_vm_total", engine + functionEngine);
        out.field("used_memory_vm_total_human", Sizes.human(engine + functionEngine));
        out.field("used_memory_functions", functions);
        human(out, "used_memory_scripts", eval + functions);
    }

    private static void human(InfoWriter out, String name, long bytes) {
        out.field(name, bytes);
        out.field(name + "_human", Sizes.human(bytes));
    }

    private static void spread(InfoWriter out, String name, long one, long other) {
        out.field(name + "_ratio", MemoryFigures.Moment.ratio(one, other), 2);
        out.field(name + "_bytes", one - other);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
