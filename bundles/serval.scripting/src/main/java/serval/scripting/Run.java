package serval.scripting;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.script.ScriptFlag;
import serval.sdk.script.ScriptProgram;
import serval.sdk.script.ScriptRun;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.request.Request;
import serval.spi.session.ReplyBuffer;
import serval.spi.session.Session;

/** A run of a script or function: the call it came by, what it may do, what it did. */
final class Run implements ScriptRun {
    private static final Logger LOG = LoggerFactory.getLogger("serval.script");

    private static final Token BLOCK = Token.of("BLOCK");
    private static final Token STREAMS = Token.of("STREAMS");

    private final Runner runner;
    private final Call call;
    private final @Nullable Session session;
    private final String name;
    private final boolean function;
    private final int keys;
    private final long startedAt;
    private final int database;
    private final Request request;
    private byte[][] words = new byte[0][];
    private boolean readOnly;
    private boolean allowOom;
    private boolean memoryIsOut;
    private boolean wrote;

    Run(Runner runner, Call call, String name, boolean function, int keys) {
        this.runner = runner;
        this.call = call;
        this.name = name;
        this.function = function;
        this.keys = keys;
        session = runner.executor().session(call);
        database = session == null ? call.keys().database() : session.database();
        startedAt = System.nanoTime();
        request = runner.request();
    }

    /** Refuses what must not run now, as Redis does before a script begins. */
    void prepare(@Nullable Set<ScriptFlag> flags, boolean readOnlyCommand) {
        memoryIsOut = runner.memoryIsOut();
        if (flags != null) {
            if (!flags.contains(ScriptFlag.NO_WRITES)) {
                if (runner.isReplica() && session != null) {
                    throw ScriptErrors.REPLICA.exception();
                }
                CommandError refusal = runner.executor().writeRefusal();
                if (refusal != null && session != null) {
                    throw refusal.exception();
                }
                if (readOnlyCommand) {
                    throw ScriptErrors.WRITES_BY_RO.exception();
                }
                if (memoryIsOut && !flags.contains(ScriptFlag.ALLOW_OOM)) {
                    throw ScriptErrors.OOM.exception();
                }
            }
            allowOom = flags.contains(ScriptFlag.ALLOW_OOM);
        }
        readOnly = readOnlyCommand || flags != null && flags.contains(ScriptFlag.NO_WRITES);
    }

    /** Runs a program and puts back what it may have changed of its caller. */
    void run(ScriptProgram program) {
        Run outer = runner.begin(this);
        try {
            program.run(this);
        } finally {
            runner.end(outer);
            if (session != null) {
                session.database(database);
            }
        }
    }

    boolean wrote() {
        return wrote;
    }

    boolean isFunction() {
        return function;
    }

    long millis() {
        return (System.nanoTime() - startedAt) / 1_000_000;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int keys() {
        return keys;
    }

    @Override
    public byte[] key(int index) {
        return call.copy(3 + index);
    }

    @Override
    public int arguments() {
        return call.count() - 3 - keys;
    }

    @Override
    public byte[] argument(int index) {
        return call.copy(3 + keys + index);
    }

    @Override
    public Reply reply() {
        return call.reply();
    }

    @Override
    public void call(Reply into, byte[]... words) {
        request.clear();
        for (byte[] word : words) {
            // They may be a script's strings: whoever keeps one copies it.
            request.add(word, 0, word.length);
        }
        CommandEntry command = runner.commands().resolve(request);
        if (command == null) {
            refuse(null, ScriptErrors.UNKNOWN_COMMAND, into);
            return;
        }
        CommandError refusal = refusal(command);
        if (refusal != null) {
            refuse(command, refusal, into);
            return;
        }
        if (command.spec().is(CommandFlag.WRITE)) {
            wrote = true;
        }
        runner.executor().run(session, database, Origin.NESTED, command, request, into);
    }

    private void refuse(@Nullable CommandEntry command, CommandError reason, Reply into) {
        runner.refused(command, reason);
        into.error(reason);
        if (into instanceof ReplyBuffer buffer) {
            buffer.clearErrors();
        }
    }

    private @Nullable CommandError refusal(CommandEntry command) {
        if (!command.spec().takes(request.count()) || command.handler() == null) {
            return ScriptErrors.WRONG_ARITY;
        }
        if (command.spec().is(CommandFlag.NOSCRIPT) && !runner.callsAll()) {
            return ScriptErrors.NOT_ALLOWED;
        }
        if (readOnly && command.spec().is(CommandFlag.WRITE)) {
            return ScriptErrors.READ_ONLY;
        }
        String name = command.spec().name();
        if ((name.equals("xread") || name.equals("xreadgroup")) && blocks()) {
            return ScriptErrors.error(name + " command is not allowed with BLOCK option from scripts");
        }
        if (!wrote && session != null && command.spec().is(CommandFlag.WRITE)) {
            CommandError refusal = runner.executor().writeRefusal();
            if (refusal != null) {
                return refusal;
            }
        }
        if (memoryIsOut && !allowOom && !wrote && command.spec().is(CommandFlag.DENYOOM)) {
            return CommandError.OUT_OF_MEMORY;
        }
        return null;
    }

    /** Whether XREAD is told to wait. */
    private boolean blocks() {
        for (int i = 1; i < request.count() && !STREAMS.matches(request.array(i), 0, request.length(i)); i++) {
            if (BLOCK.matches(request.array(i), 0, request.length(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int mayRun(byte[]... words) {
        CommandEntry command = runner.commands().resolve(new Request().set(words));
        return command == null ? -1 : 1;
    }

    @Override
    public void replicate(int targets) {
        runner.executor().effectTargets(targets);
    }

    @Override
    public void log(int level, String text) {
        write(level, text);
    }

    static void write(int level, String text) {
        switch (level) {
            case 0 -> LOG.debug("{}", text);
            case 1, 2 -> LOG.info("{}", text);
            default -> LOG.warn("{}", text);
        }
    }

    /** The words it was called by; from the first checkpoint on. */
    byte[][] words() {
        return words;
    }

    @Override
    public void checkpoint() {
        if (words.length == 0) {
            // The buffer that they lie in is used again once others are let in.
            byte[][] copies = new byte[call.count()][];
            for (int i = 0; i < copies.length; i++) {
                copies[i] = call.copy(i);
            }
            words = copies;
        }
        call.checkpoint();
    }

    @Override
    public boolean mayTake(long bytes) {
        return runner.mayTake(bytes);
    }

    @Override
    public void errorWasCounted() {
        if (call.reply() instanceof ReplyBuffer buffer) {
            buffer.clearErrors();
        }
        CommandEntry own = runner.commands().find(call.spec().name());
        if (own != null) {
            own.statistics().failed();
        }
    }
}
