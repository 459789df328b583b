package serval.admin;

import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.STALE;
import static serval.sdk.command.KeyFlag.RO;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.admin.info.MemoryFigures;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.KeyDetails;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.MemoryAccounts;

/** What is held in memory, and why: MEMORY. */
@Component
public final class MemoryCommands implements CommandFamily {
    private static final Token SAMPLES = Token.of("SAMPLES");
    private static final long DEFAULT_SAMPLES = 5;
    private static final String[] BROADCAST = {
        "nondeterministic_output", "request_policy:all_shards", "response_policy:special"
    };

    static final CommandSpec MEMORY = CommandSpec.container("MEMORY")
            .summary("Stands for the commands on memory.")
            .group("server")
            .since("4.0.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec DOCTOR = MEMORY.subcommand("DOCTOR")
            .summary("Says what looks wrong with the memory in use.")
            .since("4.0.0")
            .complexity("O(1)")
            .tips(BROADCAST)
            .build();

    static final CommandSpec HELP = MEMORY.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("4.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    static final CommandSpec MALLOC_STATS = MEMORY.subcommand("MALLOC-STATS")
            .summary("Tells what the allocator knows of itself.")
            .since("4.0.0")
            .complexity("Depends on how much memory is allocated, could be slow")
            .tips(BROADCAST)
            .build();

    static final CommandSpec PURGE = MEMORY.subcommand("PURGE")
            .summary("Asks the allocator to give memory back.")
            .since("4.0.0")
            .complexity("Depends on how much memory is allocated, could be slow")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .build();

    static final CommandSpec STATS = MEMORY.subcommand("STATS")
            .summary("Tells what memory is used for.")
            .since("4.0.0")
            .complexity("O(1)")
            .tips(BROADCAST)
            .build();

    static final CommandSpec USAGE = MEMORY.subcommand("USAGE key [SAMPLES count]")
            .summary("Tells the bytes that a key and its value take.")
            .since("4.0.0")
            .complexity("O(N) where N is the number of samples.")
            .flags(READONLY)
            .keys(RO)
            .type("SAMPLES", serval.sdk.command.Argument.Type.INTEGER)
            .build();

    private final Keyspace keyspace;
    private final MemoryFigures figures;

    /** Creates the commands. */
    @Activate
    public MemoryCommands(@Reference Keyspace keyspace, @Reference MemoryFigures figures) {
        this.keyspace = keyspace;
        this.figures = figures;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(DOCTOR, this::doctor)
                .add(HELP, this::help)
                .add(MALLOC_STATS, this::mallocStats)
                .add(PURGE, call -> call.reply().ok())
                .add(STATS, this::stats)
                .add(USAGE, this::usage)
                .build();
    }

    void usage(Call call) {
        long samples = DEFAULT_SAMPLES;
        for (int i = 3; i < call.count(); i++) {
            if (!call.is(i, SAMPLES) || i + 1 >= call.count()) {
                throw CommandError.SYNTAX.exception();
            }
            samples = call.asLong(++i);
            if (samples < 0) {
                throw CommandError.SYNTAX.exception();
            }
        }
        Database database = keyspace.database(call.keys().database());
        Key key = call.key(2);
        KeyDetails details = key.isPresent() ? database.details(key) : null;
        if (details == null) {
            call.reply().nil();
            return;
        }
        Value value = key.peek();
        long bytes = details.bytes();
        if (value != null) {
            bytes += sampled(value, samples) - value.bytes();
        }
        call.reply().integer(bytes);
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> long sampled(Value value, long samples) {
        return ((ValueType<V>) value.type()).memoryUsage((V) value, samples);
    }

    void stats(Call call) {
        MemoryFigures.Moment now = figures.now();
        MemoryAccounts accounts = now.accounts();
        Reply reply = call.reply();
        long pairs = 0;
        long keys = 0;
        reply.openMap();
        pairs += number(reply, "peak.allocated", now.peak());
        pairs += number(reply, "total.allocated", now.used());
        pairs += number(reply, "startup.allocated", accounts.startup());
        pairs += number(reply, "replication.backlog", accounts.get("backlog"));
        pairs += number(reply, "clients.slaves", accounts.get("replicas"));
        pairs += number(reply, "clients.normal", accounts.get("clients"));
        pairs += number(reply, "cluster.links", accounts.get("cluster-links"));
        pairs += number(reply, "aof.buffer", accounts.get("aof-buffer"));
        pairs += number(reply, "lua.caches", accounts.get("scripts"));
        pairs += number(reply, "functions.caches", accounts.get("functions"));
        for (int i = 0; i < keyspace.asked(); i++) {
            Database database = keyspace.database(i);
            keys += database.size();
            if (database.size() > 0) {
                pairs += database(reply, i, accounts.tables(), database);
            }
        }
        pairs += number(reply, "overhead.total", now.overhead());
        pairs += number(reply, "keys.count", keys);
        pairs += number(reply, "keys.bytes-per-key", keys == 0 ? 0 : (now.used() - accounts.startup()) / keys);
        pairs += number(reply, "dataset.bytes", now.dataset());
        pairs += real(reply, "dataset.percentage", now.datasetPercent());
        pairs += real(reply, "peak.percentage", now.peakPercent());
        pairs += number(reply, "allocator.allocated", now.used());
        pairs += number(reply, "allocator.active", now.active());
        pairs += number(reply, "allocator.resident", now.committed());
        pairs += spread(reply, "allocator-fragmentation", now.active(), now.used());
        pairs += spread(reply, "allocator-rss", now.committed(), now.active());
        pairs += spread(reply, "rss-overhead", now.resident(), now.committed());
        pairs += real(reply, "fragmentation", MemoryFigures.Moment.ratio(now.resident(), now.used()));
        pairs += number(reply, "fragmentation.bytes", now.resident() - now.used());
        reply.close(pairs);
    }

    private static int database(Reply reply, int number, long tables, Database database) {
        reply.bulk("db." + number);
        reply.map(3);
        number(reply, "overhead.hashtable.main", Math.min(tables, database.size() * Long.BYTES));
        number(reply, "overhead.hashtable.expires", Math.min(tables, database.expiring() * Long.BYTES));
        number(reply, "overhead.hashtable.slot-to-keys", 0);
        return 1;
    }

    private static int number(Reply reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
        return 1;
    }

    private static int real(Reply reply, String name, double value) {
        reply.bulk(name);
        reply.real(value);
        return 1;
    }

    private static int spread(Reply reply, String name, long one, long other) {
        real(reply, name + ".ratio", MemoryFigures.Moment.ratio(one, other));
        number(reply, name + ".bytes", one - other);
        return 2;
    }

    void doctor(Call call) {
        MemoryFigures.Moment now = figures.now();
        StringBuilder text = new StringBuilder();
        if (now.used() < 5 << 20) {
            text.append("There is next to nothing in this server yet, so there is nothing to say about its memory.\n");
        } else {
            if (now.peak() > now.used() * 3 / 2) {
                text.append(" * Peak: once more than one and a half times of what is used now was in use.\n");
            }
            if (now.committed() > now.active() * 7 / 5) {
                text.append(" * Heap: the Java heap holds much more of the system's memory than it uses.\n");
            }
            if (now.resident() > now.used() * 4) {
                text.append(" * Resident: the process takes more than four times what the accounts say is in use;"
                        + " a smaller heap (SERVAL_JAVA_OPTS) would do.\n");
            }
            if (text.isEmpty()) {
                text.append("Nothing about this server's memory looks unusual.\n");
            }
        }
        call.reply().verbatim("txt", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    void mallocStats(Call call) {
        Runtime heap = Runtime.getRuntime();
        String text = "Java heap: " + (heap.totalMemory() - heap.freeMemory()) + " bytes in use, " + heap.totalMemory()
                + " committed, " + heap.maxMemory() + " at most\n";
        call.reply().verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
    }

    void help(Call call) {
        Help.answer(
                call,
                List.of(
                        "DOCTOR",
                        "    Say what looks wrong with the memory in use.",
                        "MALLOC-STATS",
                        "    Tell what the allocator knows of itself.",
                        "PURGE",
                        "    Ask the allocator to give memory back.",
                        "STATS",
                        "    Tell what memory is used for.",
                        "USAGE <key> [SAMPLES <count>]",
                        "    Tell the bytes that <key> and its value take. Of a collection <count> elements",
                        "    are looked at (default: 5, 0 means all)."));
    }
}
