package serval.scripting;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.module.Handover;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.script.FunctionRegistrar;
import serval.sdk.script.ScriptEngine;
import serval.sdk.script.ScriptException;
import serval.sdk.script.ScriptFlag;
import serval.sdk.script.ScriptProgram;
import serval.spi.keyspace.Keyspace;
import serval.spi.script.FunctionLibraries;

/** The libraries of functions that are loaded. They go over to the bundle's next version, and into files, by their sources. */
@Component(service = {Libraries.class, FunctionLibraries.class, Handover.class})
public final class Libraries implements FunctionLibraries, Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);
    private static final long LOADING_NANOS = 500_000_000;
    private static final long OVERHEAD = 500;

    private final Engines engines;
    private final Runner runner;
    private final Keyspace keyspace;
    private Map<String, Library> byName = new LinkedHashMap<>();
    private Map<String, Function> functions = new LinkedHashMap<>();
    private int generation;

    /**
     * A library.
     *
     * @param language the name of its language
     * @param engine null while no bundle runs that language
     * @param functions in the order in which they were registered
     */
    record Library(
            String name,
            byte[] source,
            String language,
            @Nullable ScriptEngine engine,
            List<Function> functions) {}

    /** A function. */
    record Function(
            String name,
            ScriptProgram program,
            Set<ScriptFlag> flags,
            @Nullable String description) {}

    /** Creates an empty store. */
    @Activate
    public Libraries(@Reference Engines engines, @Reference Runner runner, @Reference Keyspace keyspace) {
        this.engines = engines;
        this.runner = runner;
        this.keyspace = keyspace;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The function of this name, letter case aside, or null. */
    @Nullable
    Function function(String name) {
        if (generation != engines.generation()) {
            refresh();
        }
        return functions.get(key(name));
    }

    /** All libraries, in the order in which they were loaded. */
    Collection<Library> all() {
        return byName.values();
    }

    int functionCount() {
        return functions.size();
    }

    /** Compiles and loads a library; returns its name. Nothing has changed if it fails. */
    String add(byte[] source, boolean replace) {
        Library library = read(source, replace);
        remove(byName.get(library.name));
        put(library);
        return library.name;
    }

    private Library read(byte[] source, boolean replace) {
        Shebang line = Shebang.isIn(source) ? Shebang.of(source, ScriptErrors.BAD_METADATA) : null;
        if (!Shebang.isIn(source)) {
            throw ScriptErrors.NO_METADATA.exception();
        }
        if (line == null) {
            throw ScriptErrors.BAD_METADATA.exception();
        }
        String name = line.libraryName();
        ScriptEngine engine = line.engine().isEmpty() ? null : engines.find(line.engine());
        if (engine == null) {
            throw ScriptErrors.error("Engine '" + line.engine() + "' not found").exception();
        }
        Library present = byName.get(name);
        if (present != null && !replace) {
            throw ScriptErrors.error("Library '" + name + "' already exists").exception();
        }
        Registrar registrar = new Registrar();
        try {
            engine.load(source, registrar);
        } catch (ScriptException error) {
            throw ScriptErrors.error(
                            (error.compiling() ? "Error compiling function: " : "Error registering functions: ")
                                    + error.getMessage())
                    .exception();
        }
        if (registrar.registered.isEmpty()) {
            throw ScriptErrors.NO_FUNCTIONS.exception();
        }
        for (Function function : registrar.registered.values()) {
            Function taken = functions.get(key(function.name));
            if (taken != null && (present == null || !present.functions.contains(taken))) {
                throw ScriptErrors.error("Function " + function.name + " already exists")
                        .exception();
            }
        }
        return new Library(name, source, engine.name(), engine, List.copyOf(registrar.registered.values()));
    }

    /** Loads the libraries anew whose language was exchanged or is back, and lets go of what is left of one that went. */
    private void refresh() {
        generation = engines.generation();
        for (Library library : List.copyOf(byName.values())) {
            ScriptEngine engine = engines.find(library.language);
            if (engine == library.engine) {
                continue;
            }
            if (engine != null) {
                try {
                    add(library.source, true);
                    continue;
                } catch (CommandException unusable) {
                    LOG.error("The library {} cannot be loaded any more: {}", library.name, unusable.getMessage());
                }
            }
            CommandError absent = ScriptErrors.error("Engine '" + library.language + "' not found");
            ScriptProgram refusal = run -> {
                throw absent.exception();
            };
            List<Function> kept = library.functions.stream()
                    .map(function -> new Function(function.name, refusal, function.flags, function.description))
                    .toList();
            put(new Library(library.name, library.source, library.language, null, kept));
        }
    }

    private void put(Library library) {
        byName.put(library.name, library);
        for (Function function : library.functions) {
            functions.put(key(function.name), function);
        }
        account();
    }

    private void remove(@Nullable Library library) {
        if (library != null) {
            byName.remove(library.name);
            for (Function function : library.functions) {
                functions.remove(key(function.name), function);
            }
            account();
        }
    }

    /** Deletes the library of this name; returns whether it was there. */
    boolean delete(String name) {
        Library library = byName.get(name);
        remove(library);
        return library != null;
    }

    private void account() {
        long bytes = 0;
        for (Library library : byName.values()) {
            bytes += library.source.length * 4L + OVERHEAD * (1 + library.functions.size());
        }
        keyspace.memory().set("functions", bytes);
    }

    /** Restores libraries by a policy: all of them or, if one fails, none. */
    void restore(List<byte[]> sources, boolean flush, boolean replace) {
        Map<String, Library> libraries = byName;
        Map<String, Function> all = functions;
        byName = new LinkedHashMap<>(flush ? Map.of() : libraries);
        functions = new LinkedHashMap<>(flush ? Map.of() : all);
        try {
            for (byte[] source : sources) {
                Shebang line = Shebang.of(source, ScriptErrors.BAD_METADATA);
                if (!replace && line != null && byName.containsKey(line.libraryName())) {
                    throw ScriptErrors.error("Library " + line.libraryName() + " already exists")
                            .exception();
                }
                add(source, replace);
            }
        } catch (CommandException failed) {
            byName = libraries;
            functions = all;
            account();
            throw failed;
        }
    }

    // For files and links

    @Override
    public List<byte[]> sources() {
        List<byte[]> sources = new ArrayList<>(byName.size());
        for (Library library : byName.values()) {
            sources.add(library.source);
        }
        return sources;
    }

    @Override
    public int count() {
        return byName.size();
    }

    @Override
    public void load(byte[] source, boolean replace) {
        add(source, replace);
    }

    @Override
    public void clear() {
        byName.clear();
        functions.clear();
        account();
        engines.all().forEach(ScriptEngine::forgetFunctions);
    }

    // For the next version

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public byte[] export() {
        return Packed.pack(sources());
    }

    @Override
    public void adopt(byte[] state) {
        for (byte[] source : Packed.unpack(ByteBuffer.wrap(state))) {
            try {
                add(source, true);
            } catch (CommandException unusable) {
                LOG.error("A library of functions was not taken over: {}", unusable.getMessage());
            }
        }
    }

    /** Takes what a library registers. */
    private final class Registrar implements FunctionRegistrar {
        private final Map<String, Function> registered = new LinkedHashMap<>();
        private final long begun = System.nanoTime();

        @Override
        public void register(String name, ScriptProgram code, Set<ScriptFlag> flags, @Nullable String description) {
            if (!Shebang.isName(name)) {
                throw new ScriptException(ScriptErrors.BAD_NAME, false);
            }
            if (registered.putIfAbsent(name, new Function(name, code, Set.copyOf(flags), description)) != null) {
                throw new ScriptException("Function already exists in the library", false);
            }
        }

        @Override
        public void checkpoint() {
            if (System.nanoTime() - begun > LOADING_NANOS) {
                throw new ScriptException("ERR FUNCTION LOAD timeout", false);
            }
        }

        @Override
        public boolean mayTake(long bytes) {
            return runner.mayTake(bytes);
        }

        @Override
        public void log(int level, String text) {
            Run.write(level, text);
        }
    }
}
