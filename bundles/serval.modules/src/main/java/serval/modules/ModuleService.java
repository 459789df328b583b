package serval.modules;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.modules.InstalledModule.Origin;
import serval.modules.InstalledModule.State;
import serval.sdk.config.Directive;
import serval.sdk.config.Quoting;
import serval.spi.config.Configuration;
import serval.spi.config.RewrittenLines;
import serval.spi.module.ModuleHost;
import serval.spi.module.ModuleRefusedException;

/** All that happens to modules, on one thread. */
@Component(service = {ModuleService.class, RewrittenLines.class})
public final class ModuleService implements RewrittenLines {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleService.class);

    private final BundleContext context;
    private final ModuleHost host;
    private final Configuration configuration;
    private final ModuleDirectives directives;
    private final Inventory inventory;
    private final ModuleThread thread = new ModuleThread();
    private final Installer installer;
    private final ModulePath path;
    private final ModuleFolder folder;
    private final AtomicBoolean watching = new AtomicBoolean();

    /** Takes its parts together; nothing happens yet. */
    @Activate
    public ModuleService(
            BundleContext context,
            @Reference ModuleHost host,
            @Reference ServiceComponentRuntime components,
            @Reference Configuration configuration,
            @Reference ModuleDirectives directives,
            @Reference FaultWatch faults) {
        this.context = context;
        this.host = host;
        this.configuration = configuration;
        this.directives = directives;
        inventory = new Inventory(context);
        installer = new Installer(context, host, new Components(components), inventory, faults, directives, thread);
        path = new ModulePath(Path.of(String.valueOf(context.getProperty("serval.home"))), directives);
        folder = new ModuleFolder(path, installer, inventory);
    }

    @Deactivate
    void deactivate() {
        thread.end();
    }

    /** Runs a task after those before it. */
    void run(Runnable task) {
        thread.run(task);
    }

    private Path find(String given) {
        Directive dir = configuration.find("dir");
        return path.find(
                given, Path.of(dir == null ? "" : Words.path(dir.text())).toAbsolutePath());
    }

    // On the module thread

    Runnable load(String given, List<String> arguments, Map<String, String> values) {
        try (ModuleJar jar = installer.inspect(find(given))) {
            return installer.load(jar, arguments, values, Origin.COMMAND);
        }
    }

    Runnable upgrade(String given) {
        try (ModuleJar jar = installer.inspect(find(given))) {
            return installer.upgrade(jar, Origin.COMMAND);
        }
    }

    Runnable unload(String name) {
        return installer.unload(name);
    }

    Runnable rollBack(String name) {
        return installer.rollBack(name, "MODULE ROLLBACK");
    }

    Plan plan(String given) {
        try (ModuleJar jar = installer.inspect(find(given))) {
            return installer.plan(jar);
        }
    }

    // On any thread

    /** What is there. */
    Listing list(boolean counting) {
        return Listing.of(inventory, context, host, counting);
    }

    /** What is there, for INFO. */
    Inventory inventory() {
        return inventory;
    }

    /**
     * Brings the modules of the configuration and of the folder into service, and returns when that is done.
     *
     * @throws ModuleRefusedException if one that the configuration names cannot be
     */
    void begin() {
        List<List<String>> lines = configuration.modules();
        if (lines.isEmpty() && !hasJars()) {
            return;
        }
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        thread.run(() -> {
            try {
                lines.forEach(this::loadmodule);
                folder.scan(true);
                done.complete(true);
            } catch (Throwable failed) {
                done.completeExceptionally(failed);
            }
        });
        try {
            done.join();
        } catch (CompletionException wrapped) {
            throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
        }
    }

    private boolean hasJars() {
        String[] names = path.watched().toFile().list();
        return names != null && java.util.Arrays.stream(names).anyMatch(name -> name.endsWith(".jar"));
    }

    private void loadmodule(List<String> line) {
        String given = Words.path(line.getFirst());
        try (ModuleJar jar = installer.inspect(find(given))) {
            var present = inventory.serving(jar.name());
            boolean first = present == null || inventory.find(jar.name()) != null;
            List<String> arguments = line.subList(1, line.size());
            Runnable rest;
            if (first || present == null) {
                rest = installer.load(jar, arguments, Map.of(), Origin.LOADMODULE);
            } else if (present.getVersion().equals(jar.version())) {
                LOG.info("{} is passed over: the distribution has {} in that version", given, jar.name());
                return;
            } else {
                rest = installer.upgrade(jar, Origin.LOADMODULE);
            }
            rest.run();
        } catch (ModuleRefusedException refused) {
            throw new ModuleRefusedException(
                    "Can't load module from " + given + ": server aborting: " + refused.getMessage());
        }
    }

    /** Begins to watch the folder; once. */
    void watch() {
        if (watching.compareAndSet(false, true)) {
            next();
        }
    }

    private void next() {
        long interval = directives.scanInterval.value();
        thread.schedule(
                () -> {
                    try {
                        if (directives.scanInterval.value() > 0) {
                            folder.scan(false);
                        }
                    } finally {
                        next();
                    }
                },
                interval == 0 ? 1000 : interval,
                TimeUnit.MILLISECONDS);
    }

    // CONFIG REWRITE

    @Override
    public String name() {
        return "loadmodule";
    }

    @Override
    public List<String> lines() {
        return inventory.all().stream()
                .filter(module -> module.origin == Origin.COMMAND || module.origin == Origin.LOADMODULE)
                .filter(module ->
                        module.state != State.LEAVING && module.state != State.FAILED && module.state != State.HUNG)
                .map(ModuleService::line)
                .toList();
    }

    private static String line(InstalledModule module) {
        StringBuilder line = new StringBuilder(Quoting.quote(Words.word(module.path.toString())));
        module.arguments.forEach(word -> line.append(' ').append(Quoting.quote(word)));
        return line.toString();
    }
}
