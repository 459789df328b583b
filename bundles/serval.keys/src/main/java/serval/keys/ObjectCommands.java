package serval.keys;

import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.STALE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.spi.keyspace.KeyDetails;
import serval.spi.keyspace.Keyspace;

/** OBJECT and its subcommands. */
@Component
public final class ObjectCommands implements CommandFamily {
    /** Redis keeps one object for each number from 0 to below this, and tells of it by an unlikely number of references. */
    private static final long SHARED_NUMBERS = 10_000;

    private static final long SHARED = Integer.MAX_VALUE;

    static final CommandSpec OBJECT = CommandSpec.container("OBJECT")
            .summary("Holds the commands that look at how values are kept.")
            .group("generic")
            .since("2.2.3")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec ENCODING = sub("ENCODING key", "2.2.3")
            .summary("Tells how a key's value is kept.")
            .build();
    static final CommandSpec FREQ = sub("FREQ key", "4.0.0")
            .summary("Tells how often a key was used, as the logarithm that eviction goes by.")
            .build();
    static final CommandSpec IDLETIME = sub("IDLETIME key", "2.2.3")
            .summary("Tells for how many seconds a key has not been used.")
            .build();
    static final CommandSpec REFCOUNT = sub("REFCOUNT key", "2.2.3")
            .summary("Tells how many references there are to a key's value.")
            .build();

    static final CommandSpec HELP = OBJECT.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("6.2.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    private static final String SWITCHING =
            " Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.";
    private static final CommandError NO_IDLETIME =
            CommandError.of("ERR An LFU maxmemory policy is selected, idle time not tracked." + SWITCHING);
    private static final CommandError NO_FREQ =
            CommandError.of("ERR An LFU maxmemory policy is not selected, access frequency not tracked." + SWITCHING);

    private final Keyspace keyspace;
    private final Settings settings;

    /** Creates the commands. */
    @Activate
    public ObjectCommands(@Reference Keyspace keyspace, @Reference Settings settings) {
        this.keyspace = keyspace;
        this.settings = settings;
    }

    private static CommandSpec.Builder sub(String syntax, String since) {
        return OBJECT.subcommand(syntax)
                .since(since)
                .complexity("O(1)")
                .flags(READONLY)
                .keys(KeyFlag.RO)
                .tips("nondeterministic_output");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ENCODING, this::encoding)
                .add(FREQ, this::freq)
                .add(HELP, this::help)
                .add(IDLETIME, this::idletime)
                .add(REFCOUNT, this::refcount)
                .build();
    }

    /** What is known of the key, or null with the answer given. A missing key raises no event. */
    private @Nullable KeyDetails details(Call call, Key key) {
        KeyDetails details = null;
        if (key.isPresent() && key.exists()) {
            details = keyspace.database(call.keys().database()).details(key);
        }
        if (details == null) {
            call.reply().nil();
        }
        return details;
    }

    void encoding(Call call) {
        KeyDetails details = details(call, call.key(2));
        if (details != null) {
            call.reply().bulk(details.encoding());
        }
    }

    void freq(Call call) {
        KeyDetails details = details(call, call.key(2));
        if (details != null && !settings.isLfu()) {
            throw NO_FREQ.exception();
        }
        if (details != null) {
            call.reply().integer(details.frequency());
        }
    }

    void idletime(Call call) {
        KeyDetails details = details(call, call.key(2));
        if (details != null && settings.isLfu()) {
            throw NO_IDLETIME.exception();
        }
        if (details != null) {
            call.reply().integer(details.idleSeconds());
        }
    }

    void refcount(Call call) {
        Key key = call.key(2);
        KeyDetails details = details(call, key);
        if (details != null) {
            boolean shared = details.encoding().equals("int") && settings.sharesNumbers() && isSmall(key);
            call.reply().integer(shared ? SHARED : 1);
        }
    }

    private static boolean isSmall(Key key) {
        ByteSlice digits = key.string().look();
        if (digits == null) {
            return false;
        }
        long value = Longs.parse(digits.array(), digits.offset(), digits.length());
        return value >= 0 && value < SHARED_NUMBERS;
    }

    void help(Call call) {
        List<String> lines = List.of(
                "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "ENCODING <key>",
                "    Tell how the value of <key> is kept.",
                "FREQ <key>",
                "    Tell how often <key> was used of late, as the logarithm that eviction goes by.",
                "IDLETIME <key>",
                "    Tell for how many seconds <key> has not been used.",
                "REFCOUNT <key>",
                "    Tell how many references there are to the value of <key>.",
                "HELP",
                "    Print this help.");
        call.reply().array(lines.size());
        lines.forEach(call.reply()::status);
    }
}
