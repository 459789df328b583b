package serval.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.block.KeyWait;
import serval.sdk.block.Suspension;
import serval.sdk.command.Call;
import serval.sdk.command.Caller;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.Effects;
import serval.sdk.command.Handler;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.GateCall;
import serval.spi.gate.Origin;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.OpenKey;
import serval.spi.request.Request;
import serval.spi.session.Session;

/**
 * A call, used again for the next one at the same depth of nesting: nothing is allocated for a call that neither waits nor
 * rewrites its effects.
 */
final class CallImpl implements Call, GateCall, Effects {
    private static final int KEYS_KEPT = 64;

    private final Core core;
    private final int depth;

    private CommandEntry command;
    private Request request;
    private Reply reply;
    private @Nullable Session session;
    private Origin origin = Origin.CLIENT;
    private int databaseNumber;
    private @Nullable Database database;

    private OpenKey[] keys = new OpenKey[4];
    private @Nullable Database[] keyDatabases = new Database[4];
    private int keyCount;
    private ByteSlice[] slices = new ByteSlice[4];
    private int sliceCount;

    // Effects
    private boolean rewritten;
    private @Nullable List<byte[][]> instead;
    private @Nullable List<byte[][]> besides;
    private int journalledFor;

    // Waiting
    private @Nullable KeyWait wait;
    private @Nullable Map<Integer, byte[]> nextWords;
    private @Nullable SuspendedCall suspension;
    private boolean resumed;

    private long startedAt;
    private long changesBefore;

    // Running long
    private volatile @Nullable CommandError killed;
    private LongCalls.@Nullable Running running;

    // Trials
    private @Nullable Trial trial;

    CallImpl(Core core, int depth, CommandEntry command, Request request, Reply reply) {
        this.core = core;
        this.depth = depth;
        this.command = command;
        this.request = request;
        this.reply = reply;
    }

    /** Gets ready for a call. */
    void prepare(
            CommandEntry command,
            Request request,
            Reply reply,
            @Nullable Session session,
            int databaseNumber,
            Origin origin) {
        // Most are what they were in the call before: to store a reference costs a collector's barrier.
        if (this.command != command) {
            this.command = command;
        }
        if (this.request != request) {
            this.request = request;
        }
        if (this.reply != reply) {
            this.reply = reply;
        }
        if (this.session != session) {
            this.session = session;
        }
        if (this.origin != origin) {
            this.origin = origin;
        }
        this.databaseNumber = databaseNumber;
        keyCount = 0;
        sliceCount = 0;
        rewritten = false;
        if (instead != null) {
            instead = null;
        }
        if (besides != null) {
            besides = null;
        }
        journalledFor = 0;
        if (wait != null) {
            wait = null;
        }
        if (nextWords != null) {
            nextWords = null;
        }
        if (suspension != null) {
            suspension = null;
        }
        resumed = false;
        // A write to it is a fence, a look is none.
        if (killed != null) {
            killed = null;
        }
        if (running != null) {
            running = null;
        }
        if (trial != null) {
            trial = null;
            database = null;
        }
    }

    /** Makes this a call of a trial: it works on the trial's database, and what it calls does. */
    void on(Trial trial) {
        this.trial = trial;
        database = trial.database();
    }

    @Nullable
    Trial trial() {
        return trial;
    }

    /** Notes when the call begins, on the forward clock, and how many changes there were before it. */
    void begins(long nanos, long changes) {
        startedAt = nanos;
        changesBefore = changes;
    }

    long startedAt() {
        return startedAt;
    }

    long changesBefore() {
        return changesBefore;
    }

    /** Changes of a call it made are not its own. */
    void absorb(long changes) {
        changesBefore += changes;
    }

    /** Lets go of what a large call has made it hold. */
    void trim() {
        if (keys.length > KEYS_KEPT) {
            keys = new OpenKey[4];
            keyDatabases = new Database[4];
        }
        if (slices.length > KEYS_KEPT) {
            slices = new ByteSlice[4];
        }
    }

    int depth() {
        return depth;
    }

    @Override
    public CommandSpec spec() {
        return command.spec();
    }

    @Override
    public CommandEntry command() {
        return command;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public @Nullable Session session() {
        return session;
    }

    @Override
    public int database() {
        return session == null ? databaseNumber : session.database();
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public int count() {
        return request.count();
    }

    @Override
    public int length(int index) {
        return request.length(index);
    }

    @Override
    public ByteSlice slice(int index) {
        if (sliceCount == slices.length) {
            slices = Arrays.copyOf(slices, slices.length * 2);
        }
        ByteSlice slice = slices[sliceCount];
        if (slice == null) {
            slice = new ByteSlice();
            slices[sliceCount] = slice;
        }
        sliceCount++;
        return slice.set(request.array(index), request.offset(index), request.length(index));
    }

    @Override
    public byte[] copy(int index) {
        return request.copy(index);
    }

    /** The argument's array if it may be kept, else null. */
    byte @Nullable [] adoptable(int index) {
        return request.isOwned(index) ? request.array(index) : null;
    }

    @Override
    public boolean is(int index, Token token) {
        return token.matches(request.array(index), request.offset(index), request.length(index));
    }

    @Override
    public long asLong(int index) {
        byte[] array = request.array(index);
        int offset = request.offset(index);
        int length = request.length(index);
        if (!Longs.isLong(array, offset, length)) {
            throw CommandError.NOT_AN_INTEGER.exception();
        }
        return Longs.parse(array, offset, length);
    }

    @Override
    public long asLong(int index, long least, long most, CommandError error) {
        byte[] array = request.array(index);
        int offset = request.offset(index);
        int length = request.length(index);
        if (Longs.isLong(array, offset, length)) {
            long value = Longs.parse(array, offset, length);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw error.exception();
    }

    @Override
    public double asDouble(int index) {
        double value = Doubles.parse(request.array(index), request.offset(index), request.length(index));
        if (Double.isNaN(value)) {
            throw CommandError.NOT_A_FLOAT.exception();
        }
        return value;
    }

    @Override
    public String text(int index) {
        return new String(
                request.array(index), request.offset(index), request.length(index), StandardCharsets.ISO_8859_1);
    }

    @Override
    public Reply reply() {
        return reply;
    }

    private Database selected() {
        Database now = database;
        if (trial != null && now != null) {
            return now;
        }
        Database selected = core.keyspace().database(database());
        if (now != selected) {
            database = selected;
        }
        return selected;
    }

    @Override
    public Key key(int index) {
        Database from = selected();
        int at = keyCount++;
        if (at == keys.length) {
            keys = Arrays.copyOf(keys, at * 2);
            keyDatabases = Arrays.copyOf(keyDatabases, at * 2);
        }
        OpenKey key = keys[at];
        if (key == null || keyDatabases[at] != from) {
            key = from.newKey();
            keys[at] = key;
            keyDatabases[at] = from;
        }
        return from.open(key, request.array(index), request.offset(index), request.length(index));
    }

    /** The keys opened by argument so far. */
    int openedKeys() {
        return keyCount;
    }

    OpenKey openedKey(int at) {
        return keys[at];
    }

    @Override
    public Keys keys() {
        return selected();
    }

    @Override
    public long now() {
        return core.now();
    }

    @Override
    public Effects effects() {
        return this;
    }

    @Override
    public boolean areWanted() {
        return core.execution.effectsWanted();
    }

    @Override
    public void replaceWith(byte[]... words) {
        rewritten = true;
        if (instead == null) {
            instead = new ArrayList<>(2);
        }
        instead.add(words);
    }

    @Override
    public void add(byte[]... words) {
        if (besides == null) {
            besides = new ArrayList<>(2);
        }
        besides.add(words);
    }

    @Override
    public void none() {
        rewritten = true;
        instead = null;
        besides = null;
    }

    @Override
    public void dirty(long changes) {
        core.execution.dirty(changes);
    }

    /** Has this call journalled as it was sent, for these targets. */
    void journalFor(int targets) {
        journalledFor = targets;
    }

    /** For whom this call is to be journalled as it was sent, although it changed nothing; 0 for nobody. */
    int journalledFor() {
        return journalledFor;
    }

    boolean isRewritten() {
        return rewritten;
    }

    /** Forgets what the handler said of its effects: it failed. */
    void forgetEffects() {
        none();
        journalledFor = 0;
        wait = null;
        suspension = null;
    }

    @Nullable
    List<byte[][]> instead() {
        return instead;
    }

    @Nullable
    List<byte[][]> besides() {
        return besides;
    }

    @Override
    public @Nullable Caller caller() {
        return session;
    }

    @Override
    public boolean canWait() {
        return origin == Origin.CLIENT && session != null && depth == 0;
    }

    @Override
    public void waitForKeys(KeyWait awaited) {
        if (canWait()) {
            wait = awaited;
        } else {
            awaited.onTimeout().run(this);
        }
    }

    @Override
    public void rewriteForNextRun(int index, byte[] word) {
        if (nextWords == null) {
            nextWords = new HashMap<>();
        }
        nextWords.put(index, word);
    }

    /** Puts the words that later runs are to see in the place of those sent. */
    void rewriteInto(byte[][] words) {
        if (nextWords != null) {
            nextWords.forEach((index, word) -> words[index] = word);
        }
    }

    @Nullable
    KeyWait awaited() {
        return wait;
    }

    @Override
    public boolean isResumed() {
        return resumed;
    }

    void markResumed() {
        resumed = true;
    }

    @Override
    public Suspension suspend(long timeoutMillis, Handler onTimeout) {
        SuspendedCall made = new SuspendedCall(core, timeoutMillis, onTimeout);
        if (canWait()) {
            suspension = made;
        } else {
            onTimeout.run(this);
            made.abandon();
        }
        return made;
    }

    @Nullable
    SuspendedCall suspension() {
        return suspension;
    }

    /** Whether this run ends without a reply. */
    boolean waits() {
        return wait != null || suspension != null;
    }

    @Override
    public void checkpoint() {
        core.execution.timePasses();
        LongCalls.Running now = running;
        if (now != null) {
            now.checkpoint();
        } else {
            core.longCalls.nestedCheckpoint();
        }
        CommandError reason = killed;
        if (reason != null) {
            throw reason.exception();
        }
    }

    void running(LongCalls.@Nullable Running long1) {
        running = long1;
    }

    void kill(CommandError reason) {
        killed = reason;
    }

    @Override
    public void run(Reply into, byte[]... arguments) {
        core.execution.nested(this, new Request().set(arguments), into);
    }
}
