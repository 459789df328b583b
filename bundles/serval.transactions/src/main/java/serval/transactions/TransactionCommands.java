package serval.transactions;

import static serval.sdk.command.CommandFlag.ALLOW_BUSY;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.LONG;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.SKIP_SLOWLOG;
import static serval.sdk.command.CommandFlag.STALE;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.Commands;
import serval.spi.engine.Executor;
import serval.spi.gate.Origin;
import serval.spi.request.Request;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Transaction;

/** MULTI, EXEC, DISCARD, WATCH, UNWATCH. */
@Component
public final class TransactionCommands implements CommandFamily {
    static final CommandSpec MULTI = CommandSpec.command("MULTI")
            .summary("Begins a transaction: what follows is queued.")
            .group("transactions")
            .since("1.2.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .build();

    static final CommandSpec EXEC = CommandSpec.command("EXEC")
            .summary("Runs what was queued since MULTI, with nothing in between.")
            .group("transactions")
            .since("1.2.0")
            .complexity("Depends on commands in the transaction")
            .flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG, LONG)
            .build();

    static final CommandSpec DISCARD = CommandSpec.command("DISCARD")
            .summary("Forgets what was queued since MULTI.")
            .group("transactions")
            .since("2.0.0")
            .complexity("O(N), when N is the number of queued commands")
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .build();

    static final CommandSpec WATCH = CommandSpec.command("WATCH key [key ...]")
            .summary("Makes the next transaction depend on some keys staying as they are.")
            .group("transactions")
            .since("2.2.0")
            .complexity("O(1) for every key.")
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .keys(KeyFlag.RO)
            .build();

    static final CommandSpec UNWATCH = CommandSpec.command("UNWATCH")
            .summary("Takes back what WATCH said.")
            .group("transactions")
            .since("2.2.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .build();

    private static final CommandError NESTED = CommandError.of("ERR MULTI calls can not be nested");
    private static final CommandError EXEC_ALONE = CommandError.of("ERR EXEC without MULTI");
    private static final CommandError DISCARD_ALONE = CommandError.of("ERR DISCARD without MULTI");
    private static final CommandError WATCH_INSIDE = CommandError.of("ERR WATCH inside MULTI is not allowed");
    private static final CommandError SPOILT =
            CommandError.of("EXECABORT Transaction discarded because of previous errors.");
    private static final CommandError NO_CLIENT = CommandError.of("ERR this call does not come from a client");

    private final Executor executor;
    private final Commands commands;
    private final Transactions transactions;

    /** Creates the commands. */
    @Activate
    public TransactionCommands(
            @Reference Executor executor, @Reference Commands commands, @Reference Transactions transactions) {
        this.executor = executor;
        this.commands = commands;
        this.transactions = transactions;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(MULTI, this::multi)
                .add(EXEC, this::exec)
                .add(DISCARD, this::discard)
                .add(WATCH, this::watch)
                .add(UNWATCH, this::unwatch)
                .build();
    }

    private Session self(Call call) {
        Session session = executor.session(call);
        if (session == null) {
            throw NO_CLIENT.exception();
        }
        return session;
    }

    void multi(Call call) {
        Session session = self(call);
        if (session.is(SessionFlag.TRANSACTION)) {
            throw NESTED.exception();
        }
        transactions.begin(session);
        call.reply().ok();
    }

    void exec(Call call) {
        Session session = self(call);
        if (!session.is(SessionFlag.TRANSACTION)) {
            throw EXEC_ALONE.exception();
        }
        boolean touched = transactions.isTouched(session);
        Transaction transaction = session.get(Transaction.SLOT);
        if (session.is(SessionFlag.SPOILT) || touched || transaction == null) {
            boolean spoilt = session.is(SessionFlag.SPOILT);
            transactions.end(session);
            if (spoilt) {
                throw SPOILT.exception();
            }
            call.reply().nilArray();
            return;
        }
        Request words = new Request();
        for (Transaction.Queued queued : transaction.queue()) {
            if (commands.resolve(words.set(queued.words())) == null) {
                transactions.end(session);
                throw CommandError.of("EXECABORT Transaction discarded because command '" + queued.command()
                                + "' was removed after it was queued")
                        .exception();
            }
        }
        // Its own changes are not to be held against it.
        transactions.unwatch(session);
        try {
            run(session, transaction.queue(), call.reply());
        } finally {
            transactions.end(session);
        }
    }

    private void run(Session session, List<Transaction.Queued> queue, Reply reply) {
        reply.array(queue.size());
        Request request = new Request();
        for (Transaction.Queued queued : queue) {
            executor.run(session, session.database(), Origin.TRANSACTION, request.set(queued.words()), reply);
        }
    }

    void discard(Call call) {
        Session session = self(call);
        if (!session.is(SessionFlag.TRANSACTION)) {
            throw DISCARD_ALONE.exception();
        }
        transactions.end(session);
        call.reply().ok();
    }

    void watch(Call call) {
        Session session = self(call);
        if (session.is(SessionFlag.TRANSACTION)) {
            throw WATCH_INSIDE.exception();
        }
        if (!transactions.isTouched(session)) {
            for (int i = 1; i < call.count(); i++) {
                transactions.watch(session, call.copy(i));
            }
        }
        call.reply().ok();
    }

    void unwatch(Call call) {
        transactions.unwatch(self(call));
        call.reply().ok();
    }
}
