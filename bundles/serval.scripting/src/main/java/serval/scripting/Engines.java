package serval.scripting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.scripting.lua.LuaEngine;
import serval.sdk.script.ScriptEngine;
import serval.spi.module.Arrivals;
import serval.spi.module.Intake;

/** The languages there are: Lua, and those that other bundles bring. */
@Component(service = {Engines.class, Intake.class})
public final class Engines extends Arrivals<ScriptEngine> {
    private final Map<String, ScriptEngine> byName = new LinkedHashMap<>();
    private volatile int generation;

    /** Creates the collection with Lua in it. */
    public Engines() {
        super("script engines");
        ScriptEngine lua = new LuaEngine();
        byName.put(lua.name(), lua);
    }

    /** A language came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bind(ScriptEngine engine, ServiceReference<ScriptEngine> reference) {
        arrived(engine, reference);
    }

    /** A language went. */
    public void unbind(ScriptEngine engine, ServiceReference<ScriptEngine> reference) {
        departed(engine, reference);
    }

    @Override
    protected void enter(ScriptEngine engine, ServiceReference<? extends ScriptEngine> reference) {
        synchronized (byName) {
            byName.putIfAbsent(engine.name().toLowerCase(Locale.ROOT), engine);
            generation++;
        }
    }

    @Override
    protected void leave(ScriptEngine engine, ServiceReference<? extends ScriptEngine> reference) {
        synchronized (byName) {
            byName.remove(engine.name().toLowerCase(Locale.ROOT), engine);
            generation++;
        }
    }

    @Override
    protected List<String> names(ScriptEngine engine) {
        return List.of(engine.name());
    }

    /** Another number whenever a language came or went. */
    int generation() {
        return generation;
    }

    /** The language of this name, letter case aside, or null. */
    @Nullable
    ScriptEngine find(String name) {
        synchronized (byName) {
            return byName.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /** All languages. */
    List<ScriptEngine> all() {
        synchronized (byName) {
            return List.copyOf(byName.values());
        }
    }
}
