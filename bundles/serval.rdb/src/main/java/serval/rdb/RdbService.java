package serval.rdb;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.reply.CommandException;
import serval.spi.config.Configuration;
import serval.spi.dataset.Loading;
import serval.spi.dataset.RdbFormatException;
import serval.spi.dataset.RdbLoaded;
import serval.spi.dataset.RdbReadOptions;
import serval.spi.dataset.RdbSink;
import serval.spi.dataset.RdbStreams;
import serval.spi.dataset.RdbWriteOptions;
import serval.spi.engine.Dispatcher;
import serval.spi.keyspace.Keyspace;
import serval.spi.module.Tasks;
import serval.spi.script.FunctionLibraries;
import serval.spi.snapshot.Snapshots;

/** RDB streams over the keyspace. */
@Component(service = {RdbStreams.class, RdbService.class})
public final class RdbService implements RdbStreams {
    private static final Logger LOG = LoggerFactory.getLogger(RdbService.class);
    private static final String VERSION_OF_REDIS = "7.2.4";
    private static final long END_MILLIS = 5000;

    private final Keyspace keyspace;
    private final Snapshots snapshots;
    private final Dispatcher dispatcher;
    private final RdbDirectives directives;
    private final Loading loading;
    private final Configuration configuration;
    private final SnapshotFields beside;
    private final List<StreamWriting> active = new CopyOnWriteArrayList<>();
    private final List<byte[]> moduleAux = new ArrayList<>();
    private final Functions functions;

    /** Creates the service. */
    @Activate
    public RdbService(
            @Reference Keyspace keyspace,
            @Reference Snapshots snapshots,
            @Reference Dispatcher dispatcher,
            @Reference RdbDirectives directives,
            @Reference Loading loading,
            @Reference Configuration configuration,
            @Reference SnapshotFields beside,
            @Reference Functions functions) {
        this.keyspace = keyspace;
        this.snapshots = snapshots;
        this.dispatcher = dispatcher;
        this.directives = directives;
        this.loading = loading;
        this.configuration = configuration;
        this.functions = functions;
        this.beside = beside;
    }

    /** Ends what is being written; its threads are over when this returns, so that they need no class of this bundle any more. */
    @Deactivate
    void deactivate() {
        active.forEach(StreamWriting::cancel);
        if (!Tasks.await(RdbService.class, END_MILLIS)) {
            LOG.warn("A snapshot does not end");
        }
    }

    /** The snapshot that is being written in the background at present, for whomever, or null. */
    @Nullable
    StreamWriting active() {
        for (StreamWriting writing : active) {
            return writing;
        }
        return null;
    }

    // Writing

    @Override
    public Writing write(RdbWriteOptions options, RdbSink sink, Consumer<@Nullable Exception> done) {
        return start(options, sink, done);
    }

    StreamWriting start(RdbWriteOptions options, RdbSink sink, Consumer<@Nullable Exception> done) {
        StreamWriting writing = open(options, sink);
        active.add(writing);
        Consumer<@Nullable Exception> end = failure -> {
            active.remove(writing);
            done.accept(failure);
        };
        Tasks.startBehind(RdbService.class, "serval-rdb-save", () -> writing.run(dispatcher, end));
        return writing;
    }

    @Override
    public void writeNow(RdbWriteOptions options, RdbSink sink) throws IOException {
        open(options, sink).run();
    }

    private StreamWriting open(RdbWriteOptions options, RdbSink sink) {
        String policy = text("maxmemory-policy");
        SnapshotWriter writer = new SnapshotWriter(
                keyspace,
                snapshots,
                options.slots(),
                directives.isCompressing(),
                directives.version(),
                policy.endsWith("lru"));
        FunctionLibraries known = functions.get();
        boolean alone = !options.aux().containsKey("aof-base");
        writer.head(
                fields(options),
                alone ? beside.all() : List.of(),
                known == null || !options.functions() ? List.of() : known.sources(),
                options.functions() ? List.copyOf(moduleAux) : List.of());
        return new StreamWriting(writer, sink, directives);
    }

    private String text(String directive) {
        var found = configuration.find(directive);
        return found == null ? "" : found.text();
    }

    private Map<String, String> fields(RdbWriteOptions options) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("redis-ver", VERSION_OF_REDIS);
        fields.put("redis-bits", "64");
        fields.put("ctime", Long.toString(dispatcher.now() / 1000));
        fields.put("used-mem", Long.toString(keyspace.memory().used()));
        options.aux().forEach((name, value) -> {
            if (!name.equals("aof-base")) {
                fields.put(name, value);
            }
        });
        fields.put("aof-base", options.aux().getOrDefault("aof-base", "0"));
        return fields;
    }

    // Reading

    @Override
    public RdbLoaded read(InputStream in, RdbReadOptions options) throws IOException {
        long length = Long.MAX_VALUE / 4;
        if (in instanceof FileInputStream file) {
            length = Math.max(0, file.getChannel().size() - file.getChannel().position());
        }
        ParserContext context = new ParserContext(
                keyspace,
                this::loadFunctions,
                moduleAux,
                beside,
                loading::usedMemory,
                dispatcher.now(),
                directives.checksum.value(),
                directives.isDeep(),
                directives.loadDelay::value);
        try (Tasks.Task task = Tasks.begin(RdbService.class, "an RDB that is being read")) {
            return new StreamReading().run(in, length, options, dispatcher, context);
        }
    }

    private void loadFunctions(byte[] source, boolean replace) throws RdbFormatException {
        FunctionLibraries known = functions.get();
        if (known == null) {
            // A server without functions goes on with its keys.
            LOG.warn("The RDB has a library of functions, and no bundle that could run it is there: it is left out");
            return;
        }
        try {
            known.load(source, replace);
        } catch (CommandException refusal) {
            LOG.warn(
                    "Failed loading a library of functions: {}", refusal.error().text());
            throw new RdbFormatException(
                    "a library of functions: " + refusal.error().text(), false);
        }
    }
}
