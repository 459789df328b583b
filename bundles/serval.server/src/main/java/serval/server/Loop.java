package serval.server;

import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.spi.journal.Journal;
import serval.spi.request.UpcomingRequests;

/**
 * One event loop with what its connections share: an input buffer, an output buffer, and the list of those who have
 * something to send.
 *
 * <p>Output goes in two steps. At the end of a batch, under the engine lock, {@link #collect} moves replies into the output
 * buffer. At the end of the loop's turn, without the lock, {@link #flush} writes each connection's part. So replies of a
 * whole turn leave together, and the lock is never held during a system call.
 */
final class Loop {
    /** The most bytes read from a connection at a time, and so the bound of a batch. */
    static final int INPUT = 64 * 1024;

    /** Bytes in front of the input where a session's unfinished rest is put. */
    static final int FRONT = 16 * 1024;

    /** Bytes of a buffer that a wire may have for as long as it lives. */
    static final int LENT = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int OUTPUT = 512 * 1024;
    /** The most bytes taken from a connection at a time, so that a large reply does not hold up the others'. */
    private static final int SHARE = 128 * 1024;
    /** With less room than this a connection waits for the next round. */
    private static final int LEAST = 4096;

    private static final long TICK_MILLIS = 250;
    /** The most returned buffers that are kept for the next wires. */
    private static final int MOST_SPARE = 256;

    private final Server server;
    private final IoEventLoop executor;
    private final Runnable flush = this::flush;
    private final Runnable flushNext = this::flushNext;
    private final Runnable released = this::released;

    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT);
    private final byte[] scratch = new byte[FRONT + INPUT];
    private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT);
    private final UpcomingRequests upcoming = new UpcomingRequests();
    private final Turn turn = new Turn(this);
    private final long inputAddress;
    private final long outputAddress;

    // Of the loop's thread.
    private final List<SocketSession> sessions = new ArrayList<>();
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
    private SocketSession[] parts = new SocketSession[64];
    private int[] ends = new int[64];
    private int count;
    /** Whether requests were looked for since a wait for the disk became due. */
    private boolean gathered;

    // Under the engine lock.
    private SocketSession[] dirty = new SocketSession[64];
    private int dirtyCount;
    private long held;
    private final List<SocketSession> withheld = new ArrayList<>();
    private long awaited = -1;

    private volatile boolean flushing;
    private volatile boolean more;
    private volatile long received;
    private volatile long sent;
    private long receivedHere;
    private long sentHere;

    Loop(Server server, IoEventLoop executor, boolean isNative) {
        this.server = server;
        this.executor = executor;
        inputAddress = isNative ? Buffer.memoryAddress(input) : 0;
        outputAddress = isNative ? Buffer.memoryAddress(output) : 0;
        executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Room for {@link serval.protocol.RequestDecoder#guess}. */
    UpcomingRequests upcoming() {
        return upcoming;
    }

    Server server() {
        return server;
    }

    IoEventLoop executor() {
        return executor;
    }

    ByteBuffer input() {
        return input;
    }

    ByteBuffer output() {
        return output;
    }

    long inputAddress() {
        return inputAddress;
    }

    long outputAddress() {
        return outputAddress;
    }

    /** Bytes received by all connections so far. */
    long received() {
        return received;
    }

    /** Bytes sent by all connections so far. */
    long sent() {
        return sent;
    }

    /** A direct buffer of {@link #LENT} bytes for a wire that cannot do with the loop's own. */
    ByteBuffer lend() {
        ByteBuffer buffer = spare.poll();
        return buffer != null ? buffer : ByteBuffer.allocateDirect(LENT);
    }

    /** Takes back what was lent. */
    void giveBack(ByteBuffer buffer) {
        if (spare.size() < MOST_SPARE) {
            spare.push(buffer);
        }
    }

    void execute(Runnable action) {
        executor.execute(action);
    }

    /** Copies what was just read to where decoders look; it begins at {@link #FRONT}. */
    byte[] scratch(int bytes) {
        input.get(0, scratch, FRONT, bytes);
        receivedHere += bytes;
        received = receivedHere;
        return scratch;
    }

    /** Has a few bytes that were just read for a session served with those of other sessions. */
    void later(SocketSession session, int bytes) {
        receivedHere += bytes;
        received = receivedHere;
        turn.take(session, input, bytes);
    }

    // Sessions

    void add(SocketSession session) {
        session.place(sessions.size());
        sessions.add(session);
    }

    void remove(SocketSession session) {
        int place = session.place();
        SocketSession last = sessions.removeLast();
        if (last != session) {
            sessions.set(place, last);
            last.place(place);
        }
    }

    void closeAll() {
        for (SocketSession session : List.copyOf(sessions)) {
            session.close();
        }
    }

    private void tick() {
        try {
            if (!sessions.isEmpty()) {
                server.dispatcher().enter();
                try {
                    long now = server.dispatcher().now();
                    server.traffic().sample(now);
                    long memory = 0;
                    for (SocketSession session : sessions) {
                        session.tick(now);
                        memory += session.memory();
                    }
                    held = memory;
                    server.memory(this, memory);
                } finally {
                    server.dispatcher().leave();
                }
            } else {
                server.memory(this, 0);
            }
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("The loop's regular work failed", fault);
        }
    }

    /** A session holds so many bytes more, or fewer, than when it was last looked at; under the engine lock. */
    void memoryMoved(long by) {
        held += by;
        server.memory(this, held);
    }

    // Output, under the engine lock

    /** Notes that a session has something to send; once. */
    void dirty(SocketSession session) {
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = session;
    }

    /** Takes what the sessions have to send, as far as there is room; at the end of every batch, whoever's it is. */
    void collect() {
        if (dirtyCount == 0) {
            return;
        }
        if (executor.inEventLoop()) {
            take();
        } else {
            more = true;
        }
        if (!flushing) {
            flushing = true;
            executor.execute(flush);
        }
    }

    private void take() {
        Journal journal = server.journal();
        long position = 0;
        long covered = Long.MAX_VALUE;
        if (journal != null) {
            covered = journal.released();
            if (covered != Long.MAX_VALUE) {
                position = journal.position();
            }
        }
        int kept = 0;
        for (int i = 0; i < dirtyCount; i++) {
            SocketSession session = dirty[i];
            int begin = output.position();
            int room = Math.min(SHARE, OUTPUT - begin);
            if (room < LEAST || session.isPartPending()) {
                dirty[kept++] = session;
                continue;
            }
            output.limit(begin + room);
            boolean usual = covered == Long.MAX_VALUE && !session.isWithheld();
            if (session.take(output, usual ? Long.MAX_VALUE : session.allowed(position, covered))) {
                part(session, output.position());
            }
            output.limit(OUTPUT);
            if (!usual && session.isWithheld()) {
                withheld.add(session);
            }
        }
        Arrays.fill(dirty, kept, dirtyCount, null);
        dirtyCount = kept;
        more = kept > 0;
        if (!withheld.isEmpty() && journal != null && position > awaited) {
            awaited = position;
            journal.whenReleased(position, () -> executor.execute(released));
        }
    }

    private void part(SocketSession session, int end) {
        if (count == parts.length) {
            parts = Arrays.copyOf(parts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        parts[count] = session;
        ends[count++] = end;
    }

    /** The journal covers more: whoever was withheld is looked at again. */
    private void released() {
        server.dispatcher().enter();
        try {
            for (SocketSession session : withheld) {
                session.touch();
            }
            withheld.clear();
            // A sink may have left and another come that has not got so far: whoever is still held is to be told again.
            awaited = -1;
        } finally {
            server.dispatcher().leave();
        }
    }

    // Output, without the lock

    private void flush() {
        // Whose requests have been read leaves with the others.
        turn.serve();
        if (!gathered && executor instanceof SingleThreadEventLoop turns) {
            Journal journal = server.journal();
            if (journal != null && journal.isDiskAwaited()) {
                // Whoever asked meanwhile is served before, and shares the wait.
                gathered = true;
                turns.executeAfterEventLoopIteration(flushNext);
                return;
            }
        }
        gathered = false;
        flushing = false;
        write();
        while (more) {
            server.dispatcher().enter();
            server.dispatcher().leave();
            write();
        }
    }

    /** Serves and sends at once what would be at the end of this turn, or of the next one. */
    void finishTurn() {
        turn.serve();
        if (flushing) {
            gathered = true;
            flush();
        }
    }

    private void flushNext() {
        executor.execute(flush);
    }

    private void write() {
        Journal journal = server.journal();
        if (journal != null) {
            // What the replies tell of is the operating system's before they leave: one system call for all of them.
            journal.flush();
        }
        // The last first, as in Redis: who publishes goes on while subscribers are written to.
        for (int i = count - 1; i >= 0; i--) {
            SocketSession session = parts[i];
            parts[i] = null;
            int from = i == 0 ? 0 : ends[i - 1];
            int end = ends[i];
            session.send(from, end);
            sentHere += end - from;
        }
        count = 0;
        output.clear();
        sent = sentHere;
    }
}
