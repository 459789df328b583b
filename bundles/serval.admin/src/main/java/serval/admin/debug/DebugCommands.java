package serval.admin.debug;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.PROTECTED;
import static serval.sdk.command.CommandFlag.STALE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.admin.DatasetSources;
import serval.admin.Shutdown;
import serval.admin.info.Identity;
import serval.admin.info.Settings;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Value;
import serval.spi.dataset.DatasetSource;
import serval.spi.dataset.Loading;
import serval.spi.engine.EngineSwitches;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.KeyDetails;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.Lookups;
import serval.spi.script.FunctionLibraries;
import serval.spi.snapshot.Snapshots;

/** The command DEBUG. Its subcommands are no commands of their own: COMMAND does not tell of them. */
@Component(service = CommandFamily.class)
public final class DebugCommands implements CommandFamily {
    private static final Logger LOG = LoggerFactory.getLogger(DebugCommands.class);
    private static final int SIGSEGV = 11;
    private static final int ENDED_BY_ABORT = 134;
    private static final int LRU_BITS = 0xff_ffff;
    private static final int RDB_VERSION = 11;
    /** Type code, version and checksum of a payload, which are not part of the value's own serialized form. */
    private static final int PAYLOAD_FRAME = 11;

    private static final CommandError BAD_RELOAD =
            CommandError.of("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
    private static final CommandError BAD_FILE =
            CommandError.of("ERR Error trying to load the RDB dump, check server logs");
    private static final CommandError BAD_DATABASE = CommandError.of("ERR Out of range database");
    private static final CommandError NO_TABLE =
            CommandError.of("ERR The value stored at the specified key is not represented using an hash table");
    private static final CommandError BAD_THRESHOLD =
            CommandError.of("ERR argument must be a memory value bigger than 1 and smaller than 4gb");

    static final CommandSpec DEBUG = CommandSpec.command("DEBUG")
            .summary("Looks inside the server and upsets it, for tests.")
            .group("server")
            .since("1.0.0")
            .complexity("Depends on subcommand.")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE, PROTECTED)
            .internal()
            .build();

    private static final Lookups SHOWING = new Lookups(false, Lookups.OnExpired.SHOW);

    private final Keyspace keyspace;
    private final Snapshots snapshots;
    private final EngineSwitches switches;
    private final Identity identity;
    private final Settings settings;
    private final DatasetSources sources;
    private final Loading loading;
    private final Shutdown shutdown;
    private final Functions functions;

    /** Creates the command. */
    @Activate
    public DebugCommands(
            @Reference Keyspace keyspace,
            @Reference Snapshots snapshots,
            @Reference EngineSwitches switches,
            @Reference Identity identity,
            @Reference Settings settings,
            @Reference DatasetSources sources,
            @Reference Loading loading,
            @Reference Shutdown shutdown,
            @Reference Functions functions) {
        this.functions = functions;
        this.shutdown = shutdown;
        this.sources = sources;
        this.loading = loading;
        this.keyspace = keyspace;
        this.snapshots = snapshots;
        this.switches = switches;
        this.identity = identity;
        this.settings = settings;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(DEBUG, this::debug).build();
    }

    void debug(Call call) {
        String name = call.text(1).toLowerCase(Locale.ROOT);
        int count = call.count();
        if (name.equals("help") && count == 2) {
            DebugHelp.answer(call);
        } else if (name.equals("reload")) {
            reload(call);
        } else if (name.equals("loadaof")) {
            loadAppendOnlyFile(call);
        } else if (name.equals("digest-value")) {
            digestValues(call);
        } else if (name.equals("populate") && count >= 3 && count <= 5) {
            populate(call);
        } else if (name.equals("htstats") && count >= 3) {
            tableStatistics(call);
        } else if (name.equals("htstats-key") && count >= 3) {
            require(call);
            throw NO_TABLE.exception();
        } else if (name.equals("replybuffer") && count == 4 && isReplyBuffer(call.text(2))) {
            // Reply buffers are segments that come and go with what is in them: there is no size to settle.
            call.reply().ok();
        } else if (name.equals("replicate") && count >= 3) {
            call.reply().ok();
        } else if (!(count == 2 && alone(call, name) || count == 3 && withOne(call, name))) {
            throw CommandError.of("ERR unknown subcommand or wrong number of arguments for '" + clip(call.text(1))
                            + "'. Try DEBUG HELP.")
                    .exception();
        }
    }

    private static String clip(String word) {
        return word.length() > 128 ? word.substring(0, 128) : word;
    }

    private static boolean isReplyBuffer(String word) {
        return word.equalsIgnoreCase("peak-reset-time") || word.equalsIgnoreCase("resizing");
    }

    /** Subcommands without arguments. */
    private boolean alone(Call call, String name) {
        switch (name) {
            case "digest" -> call.reply().status(HexFormat.of().formatHex(DatasetDigest.of(keyspace)));
            case "segfault" -> CrashReport.signal(SIGSEGV);
            case "panic" ->
                CrashReport.panic(
                        "!!! Software Failure. Press left mouse button to continue",
                        "Guru Meditation: DEBUG PANIC called at Unix time " + System.currentTimeMillis() / 1000,
                        settings.flag("use-exit-on-panic") ? 1 : ENDED_BY_ABORT);
            case "assert" -> CrashReport.panic("=== ASSERTION FAILED ===", "==> DEBUG ASSERT", ENDED_BY_ABORT);
            case "change-repl-id" -> {
                LOG.info("Changing replication IDs after receiving change-repl-id");
                identity.changeReplicationId();
                call.reply().ok();
            }
            case "config-rewrite-force-all" ->
                call.run(
                        call.reply(),
                        "CONFIG".getBytes(StandardCharsets.US_ASCII),
                        "REWRITE".getBytes(StandardCharsets.US_ASCII));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Subcommands with one argument. */
    private boolean withOne(Call call, String name) {
        switch (name) {
            case "sleep" -> sleep(call);
            case "object" -> object(call);
            case "protocol" -> SampleReplies.answer(call, call.text(2));
            case "error" -> call.reply().error(call.text(2));
            case "log" -> {
                LOG.warn("DEBUG LOG: {}", call.text(2));
                call.reply().ok();
            }
            case "set-active-expire" -> {
                switches.activeExpiry(isOn(call));
                call.reply().ok();
            }
            case "pause-cron" -> {
                switches.cron(!isOn(call));
                shutdown.holdSignals(isOn(call));
                call.reply().ok();
            }
            case "quicklist-packed-threshold" -> {
                if (!call.text(2).matches("\\d+([kKmMgG]?[bB]?)")) {
                    throw BAD_THRESHOLD.exception();
                }
                call.reply().ok();
            }
            case "set-disable-deny-scripts" -> {
                switches.scriptsCallAll(isOn(call));
                call.reply().ok();
            }
            case "aof-flush-sleep" -> {
                DatasetSource file = sources.find(DatasetSource.AOF);
                if (file != null) {
                    file.delayWrites(call.asLong(2));
                }
                call.reply().ok();
            }
            case "set-skip-checksum-validation" -> {
                keyspace.types().verifyChecksums(!isOn(call));
                call.reply().ok();
            }
            case "leak", "drop-cluster-packet-filter" ->
                // Of no consequence here: accepted, so that tests which set them can go on.
                call.reply().ok();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A number that is not 0, read as leniently as Redis does. */
    private static boolean isOn(Call call) {
        return call.text(2).strip().matches("[+-]?0*[1-9].*");
    }

    private static void sleep(Call call) {
        double seconds;
        try {
            seconds = Double.parseDouble(call.text(2));
        } catch (NumberFormatException none) {
            seconds = 0;
        }
        try {
            // Everybody waits: that is what it is for.
            TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        call.reply().ok();
    }

    private Key require(Call call) {
        Key key = call.key(2);
        if (!key.isPresent()) {
            throw CommandError.NO_SUCH_KEY.exception();
        }
        return key;
    }

    private void object(Call call) {
        Lookups before = keyspace.lookups();
        // What expired and has not been removed yet is there as well.
        keyspace.lookups(SHOWING);
        try {
            object(call, require(call));
        } finally {
            keyspace.lookups(before);
        }
    }

    private void object(Call call, Key key) {
        Database database = keyspace.database(call.keys().database());
        KeyDetails details = database.details(key);
        Value value = database.valueOf(key);
        if (details == null || value == null) {
            throw CommandError.NO_SUCH_KEY.exception();
        }
        int saved = keyspace.types().dump(value, RDB_VERSION).length - PAYLOAD_FRAME;
        long lru = call.now() / 1000 - details.idleSeconds() & LRU_BITS;
        call.reply()
                .status(String.format(
                        Locale.ROOT,
                        "Value at:0x%012x refcount:1 encoding:%s serializedlength:%d lru:%d lru_seconds_idle:%d",
                        details.identity(),
                        details.encoding(),
                        saved,
                        lru,
                        details.idleSeconds()));
    }

    private void reload(Call call) {
        boolean flush = true;
        boolean save = true;
        boolean merge = false;
        for (int i = 2; i < call.count(); i++) {
            switch (call.text(i).toLowerCase(Locale.ROOT)) {
                case "merge" -> merge = true;
                case "nosave" -> save = false;
                case "noflush" -> flush = false;
                default -> throw BAD_RELOAD.exception();
            }
        }
        DatasetSource file = sources.find(DatasetSource.RDB);
        if (file == null) {
            Reload.run(keyspace, snapshots, flush, call.now());
        } else {
            reload(file, save, flush, merge);
            LOG.warn("DB reloaded by DEBUG RELOAD");
        }
        call.effects().none();
        call.reply().ok();
    }

    /** Loads what the append-only file holds; without one, what it would hold is what is in memory. */
    private void loadAppendOnlyFile(Call call) {
        DatasetSource file = sources.find(DatasetSource.AOF);
        if (file == null) {
            Reload.run(keyspace, snapshots, true, call.now());
        } else {
            reload(file, true, true, false);
            LOG.warn("Append Only File loaded by DEBUG LOADAOF");
        }
        call.effects().none();
        call.reply().ok();
    }

    private void reload(DatasetSource file, boolean save, boolean flush, boolean merge) {
        if (save) {
            try {
                file.save();
            } catch (IOException failed) {
                throw CommandError.of("ERR").exception();
            }
        }
        if (flush) {
            keyspace.flush(-1, false);
            FunctionLibraries loaded = functions.get();
            if (loaded != null) {
                loaded.clear();
            }
        }
        loading.begin();
        try {
            file.load(true, merge);
        } catch (IOException failed) {
            throw BAD_FILE.exception();
        } finally {
            loading.end();
        }
    }

    private void digestValues(Call call) {
        Database database = keyspace.database(call.keys().database());
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            Key key = call.key(i);
            Value value = key.isPresent() ? database.valueOf(key) : null;
            byte[] digest = value == null ? new byte[20] : DatasetDigest.of(value, key.expiresAt());
            call.reply().status(HexFormat.of().formatHex(digest));
        }
    }

    private static void populate(Call call) {
        long count = call.asLong(2, 0, Long.MAX_VALUE, CommandError.NOT_POSITIVE);
        int size = call.count() == 5 ? (int) call.asLong(4, 0, 512 << 20, CommandError.NOT_POSITIVE) : 0;
        String prefix = call.count() > 3 ? call.text(3) : "key";
        for (long i = 0; i < count; i++) {
            byte[] name = (prefix + ":" + i).getBytes(StandardCharsets.ISO_8859_1);
            Key key = call.keys().open(name);
            if (!key.isPresent()) {
                byte[] text = ("value:" + i).getBytes(StandardCharsets.ISO_8859_1);
                byte[] value = size == 0 ? text : java.util.Arrays.copyOf(text, size);
                key.string().set(value, 0, value.length);
                key.modified();
            }
        }
        call.effects().none();
        call.reply().ok();
    }

    private void tableStatistics(Call call) {
        long number = call.asLong(2);
        if (number < 0 || number >= keyspace.count()) {
            throw BAD_DATABASE.exception();
        }
        Database database = keyspace.database((int) number);
        String text = "[Dictionary HT]\n" + table(database.size()) + "[Expires HT]\n" + table(database.expiring());
        call.reply().verbatim("txt", text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String table(long elements) {
        String heading = "Hash table 0 stats (main hash table):\n";
        return elements == 0
                ? heading + "No stats available for empty dictionaries\n"
                : heading + " number of elements: " + elements + "\n";
    }
}
