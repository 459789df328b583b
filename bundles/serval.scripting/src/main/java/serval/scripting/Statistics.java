package serval.scripting;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.script.ScriptEngine;
import serval.spi.script.ScriptStatistics;

/** What INFO tells of scripts and functions. */
@Component
public final class Statistics implements ScriptStatistics {
    private final Engines engines;
    private final Scripts scripts;
    private final Libraries libraries;

    /** Counts these. */
    @Activate
    public Statistics(@Reference Engines engines, @Reference Scripts scripts, @Reference Libraries libraries) {
        this.engines = engines;
        this.scripts = scripts;
        this.libraries = libraries;
    }

    @Override
    public long cachedScripts() {
        return scripts.count();
    }

    @Override
    public long libraries() {
        return libraries.count();
    }

    @Override
    public long functions() {
        return libraries.functionCount();
    }

    @Override
    public long scriptEngineBytes() {
        return engines.all().stream().mapToLong(ScriptEngine::memory).sum();
    }

    @Override
    public long functionEngineBytes() {
        return engines.all().stream().mapToLong(ScriptEngine::functionMemory).sum();
    }
}
