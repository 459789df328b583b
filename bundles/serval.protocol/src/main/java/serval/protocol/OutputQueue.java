package serval.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.bytes.Longs;

/**
 * A queue of bytes to be sent: sealed pieces, and behind them an open chunk that is written to.
 *
 * <p>Places in the queue are told by position: the number of bytes that ever came before. A mark is a position; rolling back
 * drops what lies behind it; draining takes from the front, but never anything of a call that still runs or of a collection
 * whose length is open.
 *
 * <p>The chunk starts small and doubles up to {@link #PIECE} bytes. A full one is sealed. Arrays that will not change
 * are queued as pieces of their own, without a copy.
 */
public class OutputQueue {
    /** The largest chunk, and the least length from which bytes become a piece of their own; in bytes. */
    public static final int PIECE = 16 * 1024;

    private static final int SMALLEST = 256;
    private static final int RESERVED = 4;
    private static final byte[] NOTHING = new byte[0];

    private static final class Piece {
        byte[] array;
        int from;
        int to;
        /** Whether the array is a chunk that can be filled again once this is taken. */
        boolean isLastOfChunk;

        Piece(byte[] array, int from, int to) {
            this.array = array;
            this.from = from;
            this.to = to;
        }
    }

    private static final Piece NONE = new Piece(NOTHING, 0, 0);

    /** A collection whose length is not known yet. */
    private static final class Open {
        /** The piece its reserved bytes lie in; null while that is the open chunk. */
        @Nullable
        Piece piece;

        int at;
        long position;
        char type;
        boolean doubled;
    }

    private byte[] chunk = NOTHING;
    private int largestChunk;
    private int from;
    private int end;
    /** Whether a piece lies in the chunk's array too, in front of what is written now. */
    private boolean shared;

    private final ArrayList<Piece> pieces = new ArrayList<>(0);
    private int firstPiece;
    private long pieceBytes;
    private long taken;

    private Open[] open = new Open[0];
    private int depth;

    private boolean muted;
    private long mutedFrom;
    private boolean inCall;
    private long callStart;
    private @Nullable List<byte[]> aside;
    private long asideBytes;
    private boolean discarding;
    private @Nullable Runnable watcher;

    private final ChunkPool pool;

    OutputQueue(ChunkPool pool) {
        this.pool = pool;
    }

    // Writing

    /** Makes room for so many bytes, at most {@link #PIECE} and a little, from {@link #end()} on, and returns the chunk. */
    final byte[] room(int bytes) {
        if (chunk.length - end < bytes) {
            more(bytes);
        }
        return chunk;
    }

    final int end() {
        return end;
    }

    final void end(int at) {
        end = at;
    }

    private void more(int bytes) {
        int used = end - from;
        largestChunk = Math.max(largestChunk, chunk.length);
        if (used + bytes <= PIECE) {
            int size = Math.max(SMALLEST, Math.max(chunk.length, Integer.highestOneBit(used + bytes - 1) << 1));
            if (from == 0 && size <= chunk.length) {
                size = chunk.length * 2;
            }
            byte[] larger = size <= chunk.length && !shared ? chunk : new byte[size];
            System.arraycopy(chunk, from, larger, 0, used);
            for (int i = depth - 1; i >= 0 && open[i].piece == null; i--) {
                open[i].at -= from;
            }
            shared &= larger == chunk;
            chunk = larger;
            from = 0;
            end = used;
        } else {
            seal(!shared && chunk.length == PIECE);
            chunk = bytes > PIECE ? new byte[bytes] : pool.take();
            shared = false;
            from = 0;
            end = 0;
        }
    }

    /** Turns what the chunk holds into a piece; the chunk goes on behind it, unless this is the last of it. */
    private void seal(boolean isLastOfChunk) {
        if (end == from) {
            return;
        }
        Piece piece = new Piece(chunk, from, end);
        piece.isLastOfChunk = isLastOfChunk;
        for (int i = depth - 1; i >= 0 && open[i].piece == null; i--) {
            open[i].piece = piece;
        }
        from = end;
        shared = true;
        add(piece);
    }

    private void add(Piece piece) {
        if (discarding) {
            return;
        }
        pieces.add(piece);
        pieceBytes += piece.to - piece.from;
        Runnable told = watcher;
        if (told != null) {
            told.run();
        }
    }

    /** Queues bytes that will not change as a piece of their own. */
    final void append(byte[] array, int offset, int length) {
        seal(false);
        add(new Piece(array, offset, offset + length));
    }

    /** Copies bytes into the queue. */
    final void put(byte[] bytes) {
        int length = bytes.length;
        if (length >= PIECE) {
            append(bytes.clone(), 0, length);
            return;
        }
        byte[] out = room(length);
        System.arraycopy(bytes, 0, out, end, length);
        end += length;
    }

    /** Adds bytes that are RESP already: at once, or behind the reply if a call of this client is running. */
    public final void encoded(byte[] bytes) {
        if (discarding) {
            return;
        }
        if (inCall) {
            List<byte[]> waiting = aside;
            if (waiting == null) {
                waiting = new ArrayList<>(2);
                aside = waiting;
            }
            waiting.add(bytes);
            asideBytes += bytes.length;
            return;
        }
        if (muted) {
            rollback(mutedFrom);
        }
        if (bytes.length >= PIECE / 4) {
            append(bytes, 0, bytes.length);
        } else {
            put(bytes);
        }
        mutedFrom = position();
    }

    /** Adds bytes that are RESP already: in front of the reply of the call that is running, if nothing of it is written yet. */
    public final void encodedFirst(byte[] bytes) {
        if (!inCall || position() != callStart || depth > 0 || discarding) {
            encoded(bytes);
            return;
        }
        inCall = false;
        encoded(bytes);
        inCall = true;
        callStart = position();
    }

    // Deferred lengths

    final void open(char type, boolean doubled) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth + 4);
            for (int i = depth; i < open.length; i++) {
                open[i] = new Open();
            }
        }
        Open it = open[depth];
        it.position = position();
        room(RESERVED);
        it.piece = null;
        it.at = end;
        it.type = type;
        it.doubled = doubled;
        end += RESERVED;
        depth++;
    }

    /** Closes the innermost deferred collection: its elements, or a map's pairs. */
    public final void close(long length) {
        if (discarding) {
            depth = Math.max(0, depth - 1);
            return;
        }
        Open it = open[depth - 1];
        long number = it.doubled ? length * 2 : length;
        int size = 3 + Longs.length(number);
        Piece piece = it.piece;
        if (piece == null && size > RESERVED) {
            room(size - RESERVED);
            piece = it.piece;
        }
        depth--;
        if (piece == null) {
            int behind = it.at + RESERVED;
            System.arraycopy(chunk, behind, chunk, it.at + size, end - behind);
            end += size - RESERVED;
            header(chunk, it.at, it.type, number);
        } else if (size == RESERVED) {
            header(piece.array, it.at, it.type, number);
        } else {
            byte[] head = new byte[size];
            header(head, 0, it.type, number);
            int index = pieces.lastIndexOf(piece);
            pieces.add(index + 1, new Piece(head, 0, size));
            Piece rest = new Piece(piece.array, it.at + RESERVED, piece.to);
            rest.isLastOfChunk = piece.isLastOfChunk;
            piece.isLastOfChunk = false;
            pieces.add(index + 2, rest);
            piece.to = it.at;
            pieceBytes += size - RESERVED;
        }
    }

    private static void header(byte[] target, int at, char type, long number) {
        target[at] = (byte) type;
        int end = at + 1 + Longs.write(number, target, at + 1);
        target[end] = '\r';
        target[end + 1] = '\n';
    }

    // Calls, marks and silence

    /** A call of this client begins: what comes from elsewhere meanwhile goes behind its reply. */
    public final void callStarts() {
        inCall = true;
        callStart = position();
    }

    /** The call has ended, or gave its turn away without a reply. */
    public final void callEnds() {
        inCall = false;
        if (muted) {
            rollback(mutedFrom);
        }
        List<byte[]> waiting = aside;
        if (waiting != null) {
            aside = null;
            asideBytes = 0;
            for (byte[] bytes : waiting) {
                encoded(bytes);
            }
        }
    }

    /** Marks the present end, to be rolled back to. */
    public final long mark() {
        return position();
    }

    /** Takes back everything written since a mark. */
    public final void rollback(long to) {
        // What came first in a call stays, though the mark is older.
        long mark = inCall ? Math.max(to, callStart) : to;
        while (depth > 0 && open[depth - 1].position >= mark) {
            depth--;
        }
        if (discarding) {
            return;
        }
        long excess = position() - mark;
        if (excess <= end - from) {
            end -= (int) Math.max(0, excess);
            return;
        }
        excess -= end - from;
        end = from;
        while (excess > 0 && pieces.size() > firstPiece) {
            Piece last = pieces.getLast();
            int part = (int) Math.min(excess, last.to - last.from);
            last.to -= part;
            excess -= part;
            pieceBytes -= part;
            if (last.to == last.from) {
                pieces.removeLast();
            }
        }
    }

    /** Drops whatever is written until further notice; what is {@link #encoded} still passes. */
    public final void mute(boolean on) {
        if (muted) {
            rollback(mutedFrom);
        }
        muted = on;
        mutedFrom = position();
    }

    /** Runs an action each time a piece is added: the moment to look at limits. */
    public final void watch(Runnable action) {
        watcher = action;
    }

    /** Drops everything queued and to come: the connection is to be closed. */
    public final void discard() {
        discarding = true;
        taken = position();
        for (int i = 0; i < depth; i++) {
            open[i].piece = NONE;
        }
        pieces.clear();
        firstPiece = 0;
        pieceBytes = 0;
        from = end;
        aside = null;
        asideBytes = 0;
    }

    // Taking

    /** The position of the end: the number of bytes ever queued. */
    public final long position() {
        return taken + pieceBytes + (end - from);
    }

    /** The bytes queued and not yet taken. */
    public final long pending() {
        return pieceBytes + (end - from) + asideBytes;
    }

    /** The pieces queued behind the first chunk. */
    public final int pieces() {
        return pieces.size() - firstPiece;
    }

    /** The size of the chunk that is written to, in bytes; 0 if there is none. */
    public final int chunk() {
        return chunk.length;
    }

    /** The most bytes that the chunk has had since {@link #shrink}. */
    public final int largestChunk() {
        return Math.max(largestChunk, chunk.length);
    }

    /** Bytes of memory held for the queue. */
    public final long memory() {
        return pieceBytes + chunk.length + asideBytes;
    }

    /** The position up to which may be taken now. */
    private long complete() {
        if (discarding) {
            return taken;
        }
        long to = position();
        if (inCall) {
            to = Math.min(to, callStart);
        }
        if (muted) {
            to = Math.min(to, mutedFrom);
        }
        return depth > 0 ? Math.min(to, open[0].position) : to;
    }

    /** Whether nothing is there to be taken. */
    public final boolean isDrained() {
        return end == from && pieceBytes == 0 || complete() == taken;
    }

    /**
     * Moves bytes from the front of the queue into {@code target}, as many as fit.
     *
     * @param upTo the position to stop at
     * @return how many
     */
    public final int drain(ByteBuffer target, long upTo) {
        long most = Math.min(Math.min(complete(), upTo) - taken, target.remaining());
        if (most <= 0) {
            return 0;
        }
        int left = (int) most;
        while (left > 0 && firstPiece < pieces.size()) {
            Piece piece = pieces.get(firstPiece);
            int part = Math.min(left, piece.to - piece.from);
            target.put(piece.array, piece.from, part);
            piece.from += part;
            pieceBytes -= part;
            left -= part;
            if (piece.from == piece.to) {
                if (piece.isLastOfChunk) {
                    pool.give(piece.array);
                }
                pieces.set(firstPiece++, NONE);
                if (firstPiece == pieces.size()) {
                    pieces.clear();
                    firstPiece = 0;
                } else if (firstPiece == 64) {
                    pieces.subList(0, firstPiece).clear();
                    firstPiece = 0;
                }
            }
        }
        if (left > 0) {
            target.put(chunk, from, left);
            from += left;
        }
        taken += most;
        if (from == end && depth == 0 && pieces() == 0) {
            from = 0;
            end = 0;
            shared = false;
        }
        return (int) most;
    }

    /** Gives a large chunk back while nothing is queued; for a periodic look at idle clients. */
    public final void shrink() {
        if (end == from && pieces() == 0 && depth == 0) {
            chunk = NOTHING;
            largestChunk = 0;
            shared = false;
            from = 0;
            end = 0;
            pieces.trimToSize();
        }
    }

    /** Takes everything at once, as an array: for tests, and for messages that are encoded once and sent to many. */
    public final byte[] take() {
        byte[] all = new byte[(int) (complete() - taken)];
        drain(ByteBuffer.wrap(all), Long.MAX_VALUE);
        return all;
    }
}
