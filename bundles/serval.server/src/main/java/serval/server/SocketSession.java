package serval.server;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.protocol.DecoderLimits;
import serval.protocol.RequestDecoder;
import serval.protocol.RespWriter;
import serval.spi.engine.Dispatcher;
import serval.spi.request.UpcomingRequests;
import serval.spi.session.ReplyBuffer;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * A client on a socket.
 *
 * <p>Two owners share it. The loop's thread has the wire, the decoder and what is on its way out; whoever holds the engine
 * lock has the reply queue and everything inherited. A batch has both: it runs on the loop's thread under the lock.
 */
final class SocketSession extends Session implements DecoderLimits {
    private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);

    /** After this long a batch makes room for the loop's other sessions. */
    private static final long BATCH_NANOS = 2_000_000;

    /** As often a long word is read on in one turn of the loop. */
    private static final int READS = 16;

    private static final int OVERHEAD = 1024;
    private static final long ACCOUNTED = 16 * 1024;
    /** How many requests are looked at ahead of their execution. */
    static final int AHEAD = UpcomingRequests.MOST;

    private final Server server;
    private final Loop loop;
    private final Wire wire;
    private final boolean unix;
    private final String remote;
    private final String local;
    private final RequestDecoder decoder = new RequestDecoder(this);
    private final RespWriter out;
    private final Runnable resume = this::resume;
    private final Runnable end = this::ended;
    private final Runnable inputEnd = this::inputEnded;

    // Of the loop's thread.
    private int place;
    private boolean closed;
    private boolean armed;
    private byte @Nullable [] stash;
    private int stashed;
    private boolean partPending;
    private boolean failed;
    /** Whether the client sends no more and the session is there for replies only. */
    private boolean inputOver;

    private long accounted;

    // Under the engine lock.
    private boolean dirty;
    private boolean suspended;
    private boolean closeWhenWritten;
    private final OutputWatch watch = new OutputWatch();
    private @Nullable Withheld withheld;

    // Written under the lock, read by the loop as well.
    private volatile boolean held;
    private volatile boolean closing;
    private volatile boolean closeAfter;
    /** Whether the wire takes no more, or has had its share of this turn. */
    private volatile boolean clogged;

    private volatile long received;
    private volatile long sent;

    SocketSession(Server server, Loop loop, Wire wire, long id, long now) {
        super(id, now);
        this.server = server;
        this.loop = loop;
        this.wire = wire;
        out = new RespWriter(server.chunks());
        unix = !(wire.remote() instanceof InetSocketAddress);
        remote = unix ? server.unixPath() + ":0" : text(wire.remote());
        local = unix ? server.unixPath() + ":0" : text(wire.local());
        flag(SessionFlag.UNIX_SOCKET, unix);
        // Whoever demands a password takes this away when told of the new session.
        flag(SessionFlag.AUTHENTICATED, true);
        out.watch(this::checkOutput);
    }

    private static String text(SocketAddress address) {
        InetSocketAddress inet = (InetSocketAddress) address;
        String host = NetUtil.toAddressString(inet.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }

    /** Whether the client is on this machine. */
    boolean isLocal() {
        return unix || ((InetSocketAddress) wire.remote()).getAddress().isLoopbackAddress();
    }

    Loop loop() {
        return loop;
    }

    int place() {
        return place;
    }

    void place(int index) {
        place = index;
    }

    // Input, on the loop's thread

    /** Something can be read. */
    void readable() {
        try {
            int bytes;
            int reads = 0;
            do {
                bytes = wire.read(loop);
                if (bytes > 0) {
                    received += bytes;
                    if (bytes <= Turn.SHORT && isIdle()) {
                        loop.later(this, bytes);
                        return;
                    }
                    byte[] scratch = loop.scratch(bytes);
                    if (closing || closeAfter || failed) {
                        return;
                    }
                    decoder.feed(scratch, Loop.FRONT, Loop.FRONT + bytes);
                    reads++;
                }
                // Within a long word nothing is left in the scratch array.
            } while (bytes == Loop.INPUT && decoder.isWithinWord() && reads < READS);
            if (bytes < 0) {
                // What this turn still has to send goes first.
                loop.execute(inputEnd);
            }
            if (reads == 0) {
                return;
            }
        } catch (IOException gone) {
            close();
            return;
        }
        if (held) {
            decoder.keep();
            if (decoder.held() > server.directives().queryBufferLimit.value() || decoder.isOutOfMemory()) {
                batch();
            }
        } else {
            batch();
        }
    }

    /** Whether nothing is there of this session that comes before what it sends now. */
    private boolean isIdle() {
        return !held && !closing && !closeAfter && !failed && decoder.held() == 0;
    }

    /** Gives bytes of the loop's turn to the decoder. */
    void feed(byte[] array, int from, int to) {
        decoder.feed(array, from, to);
    }

    /** Adds what the session will probably ask for to what others will; all of it lies in one array. */
    void guess(UpcomingRequests upcoming) {
        decoder.guessMore(upcoming);
    }

    /** Whether no more of this session's requests may run for now. */
    boolean isHeld() {
        return held;
    }

    /** Whether the session is to be closed without regard to what is queued for it. */
    boolean isEnding() {
        return closing;
    }

    private void resume() {
        if (!closed && !held && decoder.held() > 0) {
            batch();
        }
    }

    private void batch() {
        Dispatcher dispatcher = server.dispatcher();
        dispatcher.enter();
        try {
            runIn(dispatcher, false);
        } finally {
            dispatcher.leave();
        }
        if (closing) {
            close();
        }
    }

    /**
     * Runs what has been read, in a batch.
     *
     * @param announced whether what the first requests will look for has been read ahead
     */
    void runIn(Dispatcher dispatcher, boolean announced) {
        try {
            run(dispatcher, announced);
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            LOG.error("A batch of {} failed", this, fault);
            closeNow();
        } finally {
            decoder.keep();
            account();
        }
    }

    /** Tells at once when this session holds a good deal more or less than before; small changes wait for the next tick. */
    private void account() {
        long now = held() + decoder.memory() + out.pending();
        if (Math.abs(now - accounted) >= ACCOUNTED) {
            loop.memoryMoved(now - accounted);
            accounted = now;
        }
    }

    private void run(Dispatcher dispatcher, boolean announced) {
        int count = 0;
        long began = 0;
        while (!held && !closing && !closeAfter) {
            if ((count & AHEAD - 1) == 0 && !(announced && count == 0) && dispatcher.wantsAnnouncements(this)) {
                lookAhead(dispatcher);
            }
            if (!decoder.next()) {
                break;
            }
            out.callStarts();
            boolean goOn = dispatcher.execute(this, decoder.request());
            if (goOn || !held || is(SessionFlag.BLOCKED) || is(SessionFlag.POSTPONED)) {
                out.callEnds();
            } else {
                suspended = true;
            }
            if (!goOn) {
                break;
            }
            count++;
            if ((count & 15) == 0) {
                long now = System.nanoTime();
                if (count == 16) {
                    began = now;
                } else if (now - began > BATCH_NANOS) {
                    loop.execute(resume);
                    break;
                }
            }
        }
        if (!failed) {
            checkInput();
        }
        if (out.pending() > 0 || closeAfter) {
            touch();
            checkOutput();
        }
    }

    /** Has memory fetched for several requests at once that would otherwise be waited for one by one. */
    private void lookAhead(Dispatcher dispatcher) {
        UpcomingRequests upcoming = loop.upcoming();
        decoder.guess(upcoming);
        if (upcoming.count() > 1) {
            dispatcher.announce(this, upcoming);
        }
    }

    private void checkInput() {
        String error = decoder.error();
        if (decoder.isOutOfMemory()) {
            failed = true;
            LOG.warn("Closing client for which no memory is left: {}", this);
            closeNow();
        } else if (error != null) {
            failed = true;
            LOG.debug("{} from client: {}", error.substring(4), this);
            out.error(error);
            server.statistics().error(error);
            out.clearErrors();
            closeAfterReply();
        } else if (decoder.held() > server.directives().queryBufferLimit.value()) {
            failed = true;
            LOG.warn("Closing client that reached max query buffer length: {}", this);
            server.statistics().queryLimitDisconnections++;
            closeNow();
        }
    }

    // What the decoder asks

    @Override
    public boolean isTrusted() {
        return is(SessionFlag.AUTHENTICATED);
    }

    @Override
    public long bulkLimit() {
        return server.directives().bulkLimit.value();
    }

    @Override
    public boolean mayTake(long bytes) {
        return server.mayTake(bytes);
    }

    // Output, under the engine lock

    @Override
    public ReplyBuffer reply() {
        return out;
    }

    @Override
    public void wroteOutside() {
        if (suspended && is(SessionFlag.BLOCKED)) {
            suspended = false;
            out.callEnds();
        }
        touch();
        checkOutput();
        account();
    }

    /** Has the loop look at this session's queue at the end of the batch. */
    void touch() {
        if (!dirty && !closing) {
            dirty = true;
            loop.dirty(this);
        }
    }

    /** Whether something taken waits to be sent at the end of the turn; no more is taken until then. */
    boolean isPartPending() {
        return partPending;
    }

    /** Moves what may be sent into a buffer, on the loop's thread; returns whether {@link #send} is to be called. */
    boolean take(ByteBuffer output, long upTo) {
        dirty = false;
        if (clogged || closed) {
            return false;
        }
        int moved = out.drain(output, upTo);
        if (!output.hasRemaining() && !out.isDrained()) {
            clogged = true;
        } else {
            closeWhenWritten = closeAfter && out.isDrained();
        }
        partPending |= moved > 0 || closeWhenWritten;
        return moved > 0 || closeWhenWritten;
    }

    boolean isWithheld() {
        Withheld replies = withheld;
        return replies != null && replies.isAny();
    }

    /** Notes that what is queued now waits for a journal position, and says how far the queue may go: {@link Withheld#allowed}. */
    long allowed(long position, long covered) {
        Withheld replies = withheld;
        if (replies == null) {
            replies = new Withheld();
            withheld = replies;
        }
        return replies.allowed(out.position(), position, covered);
    }

    /** Cuts the client if more is queued for it than its class may have. */
    private void checkOutput() {
        OutputLimits.Limit limit = server.directives().outputLimits.value().of(this);
        if (watch.exceeds(outputBytes(), limit, server.dispatcher().now())) {
            LOG.warn("Client {} scheduled to be closed ASAP for overcoming of output buffer limits.", this);
            server.statistics().outputLimitDisconnections++;
            drop();
        }
    }

    /** Regular work. */
    void tick(long now) {
        if (closing) {
            return;
        }
        long idle = now - lastActiveAt();
        long most = server.directives().timeout.value() * 1000;
        if (most > 0
                && idle > most
                && !is(SessionFlag.BLOCKED)
                && !is(SessionFlag.REPLICA)
                && !is(SessionFlag.PRIMARY)
                && !is(SessionFlag.SUBSCRIBER)) {
            LOG.debug("Closing idle client");
            closeNow();
            return;
        }
        if (idle > 2000) {
            out.shrink();
        }
        checkOutput();
    }

    // Output, on the loop's thread

    /** Sends a part of the loop's output buffer. */
    void send(int from, int to) {
        partPending = false;
        if (closed) {
            return;
        }
        int done = from;
        try {
            if (to > from) {
                done += wire.write(loop.output(), loop.outputAddress(), from, to);
                sent += done - from;
            }
        } catch (IOException gone) {
            close();
            return;
        }
        if (done < to) {
            byte[] rest = new byte[to - done];
            loop.output().get(done, rest);
            stash = rest;
            stashed = 0;
            clogged = true;
        }
        if (clogged != armed) {
            armed = clogged;
            wire.awaitWritable(armed);
        }
        if (closeWhenWritten && !clogged) {
            close();
        }
    }

    /** The wire takes more. */
    void writable() {
        if (partPending) {
            return;
        }
        byte[] rest = stash;
        if (rest != null) {
            try {
                while (stashed < rest.length) {
                    int piece = Math.min(rest.length - stashed, Loop.INPUT);
                    loop.input().put(0, rest, stashed, piece);
                    int done = wire.write(loop.input(), loop.inputAddress(), 0, piece);
                    stashed += done;
                    sent += done;
                    if (done < piece) {
                        return;
                    }
                }
            } catch (IOException gone) {
                close();
                return;
            }
            stash = null;
        }
        clogged = false;
        if (closeWhenWritten) {
            close();
            return;
        }
        server.dispatcher().enter();
        try {
            touch();
        } finally {
            server.dispatcher().leave();
        }
        if (armed && !partPending && !clogged && !closed) {
            armed = false;
            wire.awaitWritable(false);
        }
    }

    // Ending

    @Override
    public void closeAfterReply() {
        closeAfter = true;
        flag(SessionFlag.CLOSE_AFTER_REPLY, true);
        touch();
    }

    @Override
    public void closeNow() {
        if (!closing) {
            closing = true;
            loop.execute(end);
        }
    }

    /** Closes the connection at once, without what is queued. */
    void drop() {
        closeNow();
        out.discard();
    }

    @Override
    public boolean isClosing() {
        return closing || closeAfter;
    }

    /** The client sends no more. What this turn has for it goes first, and so do replies that only wait for the journal. */
    private void inputEnded() {
        if (closed) {
            return;
        }
        loop.finishTurn();
        if (closing || inputOver || !isReplyOwed()) {
            close();
        } else {
            inputOver = true;
            wire.inputEnded();
        }
    }

    /** Whether replies to calls that have run are withheld; if so, nothing more runs, and the session ends with them. */
    private boolean isReplyOwed() {
        Dispatcher dispatcher = server.dispatcher();
        dispatcher.enter();
        try {
            if (!isWithheld() || is(SessionFlag.BLOCKED)) {
                return false;
            }
            closeAfterReply();
            return true;
        } finally {
            dispatcher.leave();
        }
    }

    /** The session is to be closed: what this turn has for it goes first. */
    private void ended() {
        if (!closed) {
            loop.finishTurn();
            close();
        }
    }

    /** Closes; on the loop's thread, outside of a batch. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        wire.close();
        loop.remove(this);
        stash = null;
        server.gone();
        server.dispatcher().enter();
        try {
            out.discard();
            server.dispatcher().closed(this);
        } finally {
            server.dispatcher().leave();
        }
    }

    // The rest of what the engine asks

    @Override
    public void later(Runnable action) {
        loop.execute(action);
    }

    @Override
    public void holdInput() {
        held = true;
    }

    @Override
    public void releaseInput() {
        if (suspended) {
            suspended = false;
            out.callEnds();
            touch();
        }
        if (held) {
            held = false;
            loop.execute(resume);
        }
    }

    @Override
    public String address() {
        return remote;
    }

    @Override
    public String localAddress() {
        return local;
    }

    @Override
    public int descriptor() {
        return wire.descriptor();
    }

    @Override
    public long queryBytes() {
        return decoder.heldWithCurrent();
    }

    @Override
    public long queryFree() {
        return decoder.free();
    }

    @Override
    public long outputBytes() {
        byte[] rest = stash;
        return out.pending() + (rest == null ? 0 : rest.length - stashed);
    }

    @Override
    public long replyBuffer() {
        return out.chunk();
    }

    @Override
    public long replyBufferPeak() {
        return out.largestChunk();
    }

    @Override
    public int outputSegments() {
        return out.pieces() + (stash == null ? 0 : 1);
    }

    @Override
    public long memory() {
        byte[] rest = stash;
        return OVERHEAD + held() + decoder.memory() + out.memory() + (rest == null ? 0 : rest.length);
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public String toString() {
        return "id=" + id() + " addr=" + remote + " laddr=" + local + " fd=" + descriptor() + " name=" + name() + " db="
                + database() + " qbuf=" + queryBytes() + " omem=" + outputBytes() + " user=" + user() + " resp="
                + respVersion();
    }
}
