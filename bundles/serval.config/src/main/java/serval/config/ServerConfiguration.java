package serval.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.DirectiveSet;
import serval.spi.config.Configuration;
import serval.spi.engine.Lifecycle;
import serval.spi.module.Intake;

/**
 * The configuration service: reads the file and the command line when it starts, gives directives their values when
 * bundles contribute them, and ends the process if something is wrong with either.
 *
 * <p>The words of the command line come from whoever started the framework, as a service that is a {@code String[]} with
 * the property {@code serval.arguments=true}; the way to end the process is an {@link IntConsumer} with
 * {@code serval.exit=true}. A line whose directive nobody has contributed by the time the condition
 * {@code serval.launched} holds is an error.
 */
@Component(
        service = {Configuration.class, ServerConfiguration.class, Lifecycle.class},
        immediate = true)
public final class ServerConfiguration implements Configuration, Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConfiguration.class);

    private final BundleContext context;
    private final List<String> words;
    private final CommandLine line;
    private final WorkingDirectory working;
    private final String file;
    private final Directives directives;
    private final Loader loader;
    private final LogSettings log;
    private final PidFile pidFile;
    private final DirectiveArrivals arrivals;

    /** Reads the configuration. */
    @Activate
    public ServerConfiguration(BundleContext context) {
        this.context = context;
        ServiceReference<?> arguments = arguments(context);
        words = words(context, arguments);
        line = CommandLine.of(words);
        working = new WorkingDirectory(Path.of(System.getProperty("user.dir")));
        file = line.file().isEmpty() ? "" : WorkingDirectory.chars(working.resolve(line.file()));
        directives = new Directives(Table.read());
        directives.claim(working.directive());
        log = new LogSettings(working);
        log.directives().forEach(directives::claim);
        arrivals = new DirectiveArrivals(directives, this::fatalIfWrong);
        loader = new Loader(directives, working);
        boolean wrong = fatalIfWrong(() -> {
            loader.load(line, input(arguments));
            log.check();
            checkTogether();
        });
        if (wrong) {
            throw new IllegalStateException("The configuration is wrong");
        }
        log.loaded();
        new StartupLog(directives).started(words.isEmpty());
        loader.set.stream()
                .filter(directive -> directive.is(Trait.NO_EFFECT))
                .distinct()
                .forEach(directive -> LOG.info("'{}' is remembered, but has no effect here.", directive.name()));
        pidFile = new PidFile(text("pidfile"), text("daemonize").equals("yes"), working);
        pidFile.write();
        context.registerService(Intake.class, arrivals, null);
    }

    private void checkTogether() {
        if (text("cluster-enabled").equals("yes") && !text("replicaof").isEmpty()) {
            throw FatalConfigException.of("replicaof directive not allowed in cluster mode");
        }
    }

    private String text(String name) {
        Directive directive = directives.find(name);
        return directive == null ? "" : directive.text();
    }

    /** The command line, if whoever started the framework gave one. An array's class has no loader to ask, so no class is named. */
    private static @Nullable ServiceReference<?> arguments(BundleContext context) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, "(serval.arguments=true)");
            return found == null ? null : found[0];
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<String> words(BundleContext context, @Nullable ServiceReference<?> arguments) {
        List<String> words = new ArrayList<>();
        if (arguments != null && context.getService(arguments) instanceof String[] given) {
            for (String word : given) {
                words.add(WorkingDirectory.chars(word));
            }
        }
        return List.copyOf(words);
    }

    /** Standard input: what has been read of it already, or the stream itself. */
    private static InputStream input(@Nullable ServiceReference<?> arguments) {
        Object read = arguments == null ? null : arguments.getProperty("serval.stdin");
        return read instanceof String text
                ? new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))
                : System.in;
    }

    /** Runs an action; if it finds the configuration wrong, says so on standard error and begins to end the process. */
    private boolean fatalIfWrong(Runnable action) {
        try {
            action.run();
            return false;
        } catch (FatalConfigException wrong) {
            System.err.print(wrong.getMessage());
            System.err.flush();
            exit();
            return true;
        }
    }

    /** Ends the process. What bundles log about a server that does not come up would only hide the reason. */
    private void exit() {
        try {
            for (ServiceReference<?> reference :
                    context.getServiceReferences(BiConsumer.class, "(serval.logging=true)")) {
                @SuppressWarnings("unchecked")
                BiConsumer<String, String> sink = (BiConsumer<String, String>) context.getService(reference);
                if (sink != null) {
                    sink.accept("level", "nothing");
                }
            }
            for (ServiceReference<IntConsumer> reference :
                    context.getServiceReferences(IntConsumer.class, "(serval.exit=true)")) {
                IntConsumer exit = context.getService(reference);
                if (exit != null) {
                    exit.accept(1);
                }
            }
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Gives the directives of a bundle their places and values. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bind(DirectiveSet set, ServiceReference<DirectiveSet> reference) {
        arrivals.arrived(set, reference);
    }

    /** Takes the directives of a bundle from their places. */
    void unbind(DirectiveSet set, ServiceReference<DirectiveSet> reference) {
        arrivals.departed(set, reference);
    }

    /** Where the log's level and file go. */
    @Reference(
            target = "(serval.logging=true)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void bindLogging(BiConsumer<String, String> sink) {
        log.sink(sink);
    }

    /** Keeps what was said of the log for the next one. */
    void unbindLogging(BiConsumer<String, String> sink) {
        log.noSink(sink);
    }

    /** Every bundle has been started: who was to contribute directives has. From here on the configuration is complete. */
    @Reference(
            target = "(osgi.condition.id=serval.launched)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void bindLaunched(Condition launched) {
        Line unclaimed = directives.unclaimed();
        if (unclaimed != null) {
            fatalIfWrong(() -> {
                throw FatalConfigException.at(unclaimed, "Bad directive or wrong number of arguments");
            });
        }
        arrivals.launched();
        context.registerService(
                Condition.class,
                Condition.INSTANCE,
                FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, "serval.configured")));
    }

    /** Nothing to do: bundles may come and go. */
    void unbindLaunched(Condition launched) {}

    @Override
    public void ending() {
        pidFile.remove();
    }

    /** The directives, for CONFIG. */
    Directives directives() {
        return directives;
    }

    /** Rewrites the file with values that were taken down before. */
    void rewrite(Rewriter rewriter) throws IOException {
        rewriter.rewrite(working.resolve(file));
    }

    @Override
    public @Nullable Directive find(String name) {
        return directives.find(name);
    }

    @Override
    public Collection<Directive> all() {
        return directives.all();
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public List<Rename> renames() {
        return List.copyOf(loader.renames);
    }

    @Override
    public List<List<String>> modules() {
        return List.copyOf(loader.modules);
    }

    @Override
    public List<List<String>> users() {
        return List.copyOf(loader.users);
    }

    @Override
    public List<String> commandLine() {
        return words;
    }
}
