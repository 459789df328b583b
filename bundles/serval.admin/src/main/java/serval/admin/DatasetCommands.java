package serval.admin;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.spi.keyspace.Keyspace;

/** Commands on whole databases: DBSIZE, FLUSHALL, FLUSHDB, SWAPDB. */
@Component
public final class DatasetCommands implements CommandFamily {
    private static final Token ASYNC = Token.of("ASYNC");
    private static final Token SYNC = Token.of("SYNC");
    private static final CommandError BAD_FIRST = CommandError.of("ERR invalid first DB index");
    private static final CommandError BAD_SECOND = CommandError.of("ERR invalid second DB index");

    static final CommandSpec DBSIZE = CommandSpec.command("DBSIZE")
            .summary("Counts the keys of the selected database.")
            .group("server")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .categories("keyspace")
            .tips("request_policy:all_shards", "response_policy:agg_sum")
            .build();

    static final CommandSpec FLUSHALL = flush("FLUSHALL")
            .summary("Removes every key there is.")
            .complexity("O(N) where N is the total number of keys in all databases")
            .build();

    static final CommandSpec FLUSHDB = flush("FLUSHDB")
            .summary("Removes every key of the selected database.")
            .complexity("O(N) where N is the number of keys in the selected database")
            .build();

    static final CommandSpec SWAPDB = CommandSpec.command("SWAPDB index1 index2")
            .summary("Lets two databases change places.")
            .group("server")
            .since("4.0.0")
            .complexity("O(N) where N is the count of clients watching or blocking on keys from both databases.")
            .flags(WRITE, FAST)
            .categories("keyspace", "dangerous")
            .type("index1", serval.sdk.command.Argument.Type.INTEGER)
            .type("index2", serval.sdk.command.Argument.Type.INTEGER)
            .build();

    private final Keyspace keyspace;
    private final AdminDirectives directives;
    private final DatasetSources sources;

    /** Creates the commands over a keyspace. */
    @Activate
    public DatasetCommands(
            @Reference Keyspace keyspace, @Reference AdminDirectives directives, @Reference DatasetSources sources) {
        this.sources = sources;
        this.keyspace = keyspace;
        this.directives = directives;
    }

    private static CommandSpec.Builder flush(String name) {
        return CommandSpec.command(name + " [ASYNC | SYNC]")
                .group("server")
                .since("1.0.0")
                .flags(WRITE)
                .categories("keyspace", "dangerous")
                .groups("flush-type")
                .argumentSince("ASYNC", "4.0.0")
                .argumentSince("SYNC", "6.2.0")
                .tips("request_policy:all_shards", "response_policy:all_succeeded")
                .changed("4.0.0", "Added the `ASYNC` flushing mode modifier.")
                .changed("6.2.0", "Added the `SYNC` flushing mode modifier.");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(DBSIZE, call -> call.reply().integer(call.keys().size()))
                .add(FLUSHALL, this::flushall)
                .add(FLUSHDB, this::flushdb)
                .add(SWAPDB, this::swapdb)
                .build();
    }

    void flushall(Call call) {
        boolean lazy = isLazy(call, 1, directives.lazyFlush.value());
        long removed = keyspace.flush(-1, lazy);
        boolean saved = sources.emptied();
        // Journalled and counted even if nothing was there, as in Redis: a replica may have what this server has not.
        if (saved) {
            // What was saved is what there is: no change is left that is not.
            call.effects().replaceWith(words(call));
        } else {
            call.effects().dirty(removed + 1);
        }
        call.reply().ok();
    }

    private static byte[][] words(Call call) {
        byte[][] words = new byte[call.count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = call.copy(i);
        }
        return words;
    }

    void flushdb(Call call) {
        boolean lazy = isLazy(call, 1, directives.lazyFlush.value());
        long removed = keyspace.flush(call.keys().database(), lazy);
        call.effects().dirty(Math.max(1, removed));
        call.reply().ok();
    }

    /** Whether a flush is to go on in the background, by its option. */
    private static boolean isLazy(Call call, int at, boolean byDefault) {
        if (call.count() == at) {
            return byDefault;
        }
        if (call.count() > at + 1 || !call.is(at, ASYNC) && !call.is(at, SYNC)) {
            throw CommandError.SYNTAX.exception();
        }
        return call.is(at, ASYNC);
    }

    void swapdb(Call call) {
        int one = index(call, 1, BAD_FIRST);
        int other = index(call, 2, BAD_SECOND);
        if (one < 0 || one >= keyspace.count() || other < 0 || other >= keyspace.count()) {
            throw CommandError.DB_OUT_OF_RANGE.exception();
        }
        if (one != other) {
            keyspace.swap(one, other);
        }
        call.effects().dirty(1);
        call.reply().ok();
    }

    private static int index(Call call, int at, CommandError error) {
        ByteSlice word = call.slice(at);
        if (!Longs.isLong(word.array(), word.offset(), word.length())) {
            throw error.exception();
        }
        return (int) call.asLong(at, Integer.MIN_VALUE, Integer.MAX_VALUE, error);
    }
}
