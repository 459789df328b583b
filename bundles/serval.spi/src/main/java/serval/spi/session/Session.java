package serval.spi.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.Caller;
import serval.spi.engine.CommandEntry;

/**
 * A connected client. Its state is here, where every bundle's upgrade leaves it alone; its transport is the subclass'.
 *
 * <p>All of it belongs to the engine lock, except where a method says otherwise.
 */
public abstract class Session implements Caller {
    private final long id;
    private String name = "";
    private String user = "default";
    private String libraryName = "";
    private String libraryVersion = "";
    private int database;
    private int respVersion = 2;
    private long flags;
    private long armed;
    private @Nullable Object[] slots = new Object[4];
    private final long connectedAt;
    private long lastActiveAt;
    private @Nullable CommandEntry lastCommand;
    private long held;
    private long lastWrite;

    /** Creates the state of a new session. */
    protected Session(long id, long now) {
        this.id = id;
        connectedAt = now;
        lastActiveAt = now;
    }

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final String name() {
        return name;
    }

    /** Sets the name. */
    public final void name(String text) {
        name = text;
    }

    @Override
    public final String user() {
        return user;
    }

    /** Sets the authenticated user. */
    public final void user(String text) {
        user = text;
    }

    /** The client library's name as CLIENT SETINFO gave it. */
    public final String libraryName() {
        return libraryName;
    }

    /** Sets the client library's name. */
    public final void libraryName(String text) {
        libraryName = text;
    }

    /** The client library's version as CLIENT SETINFO gave it. */
    public final String libraryVersion() {
        return libraryVersion;
    }

    /** Sets the client library's version. */
    public final void libraryVersion(String text) {
        libraryVersion = text;
    }

    /** The number of the selected database. */
    public final int database() {
        return database;
    }

    /** Selects a database. */
    public final void database(int number) {
        database = number;
    }

    @Override
    public final int respVersion() {
        return respVersion;
    }

    /** Sets the RESP version, 2 or 3, of all later replies. */
    public final void respVersion(int version) {
        respVersion = version;
        reply().version(version);
    }

    /** Whether a flag is set. */
    public final boolean is(SessionFlag flag) {
        return (flags & 1L << flag.ordinal()) != 0;
    }

    /** Sets or clears a flag. */
    public final void flag(SessionFlag flag, boolean on) {
        long bit = 1L << flag.ordinal();
        flags = on ? flags | bit : flags & ~bit;
    }

    /** The flags as bits by ordinal. */
    public final long flagBits() {
        return flags;
    }

    /** The gates that want to see each call of this session, as bits that the engine gave out. */
    public final long armed() {
        return armed;
    }

    /** Sets the gates that want to see each call of this session; for the engine. */
    public final void armed(long bits) {
        armed = bits;
    }

    /** What a bundle keeps for this session, or null. */
    @SuppressWarnings("unchecked")
    public final <T> @Nullable T get(SessionSlot<T> slot) {
        int index = slot.index();
        return index < slots.length ? (T) slots[index] : null;
    }

    /** Keeps something for this session; null forgets it. */
    public final <T> void put(SessionSlot<T> slot, @Nullable T state) {
        int index = slot.index();
        if (index >= slots.length) {
            slots = Arrays.copyOf(slots, index + 4);
        }
        slots[index] = state;
    }

    /** The journal's position after the last unit of this session that left anything there; 0 if none did. */
    public final long lastWrite() {
        return lastWrite;
    }

    /** Notes the journal's position after a unit; for the engine. */
    public final void lastWrite(long position) {
        lastWrite = position;
    }

    /** When the client connected, in milliseconds since 1970. */
    public final long connectedAt() {
        return connectedAt;
    }

    /** When the client last sent something, in milliseconds since 1970. */
    public final long lastActiveAt() {
        return lastActiveAt;
    }

    /** Notes that the client sent something. */
    public final void active(long now) {
        lastActiveAt = now;
    }

    /** The last command run, or null. */
    public final @Nullable CommandEntry lastCommand() {
        return lastCommand;
    }

    /** Notes the last command run. */
    public final void lastCommand(@Nullable CommandEntry entry) {
        if (lastCommand != entry) {
            lastCommand = entry;
        }
    }

    /** Notes that a bundle holds so many bytes of memory more for this session, or fewer. */
    public final void holds(long more) {
        held += more;
    }

    /** The bytes of memory that bundles hold for this session: subscriptions, queued calls and their like. */
    public final long held() {
        return held;
    }

    // Transport

    /** The outbound queue. Whoever writes to it outside of a call of this session calls {@link #wroteOutside()} after. */
    public abstract ReplyBuffer reply();

    /** Tells that something was queued outside of a call of this session: it is sent after the unlock. */
    public abstract void wroteOutside();

    /** Runs an action soon on the thread that serves this session, outside of any batch; callable from any thread. */
    public abstract void later(Runnable action);

    /** Stops decoding this session's input: its call waits. */
    public abstract void holdInput();

    /** Goes on decoding. */
    public abstract void releaseInput();

    /** Closes the connection once everything queued has been sent. */
    public abstract void closeAfterReply();

    /** Closes the connection at once; callable from any thread. */
    public abstract void closeNow();

    /** Whether the connection is closed or about to be. */
    public abstract boolean isClosing();

    /** The address the client connected to, as CLIENT LIST shows it. */
    public abstract String localAddress();

    /** The socket's file descriptor, or -1. */
    public abstract int descriptor();

    /** Bytes received and not yet executed. */
    public abstract long queryBytes();

    /** Bytes free in the query buffer. */
    public abstract long queryFree();

    /** Bytes queued to be sent. */
    public abstract long outputBytes();

    /** Bytes of the buffer at the end of the outbound queue, which replies are written to; sent or not. */
    public abstract long replyBuffer();

    /** The most bytes that {@link #replyBuffer()} has been since the client was last idle for some seconds. */
    public abstract long replyBufferPeak();

    /** Segments of the outbound queue. */
    public abstract int outputSegments();

    /** Bytes of memory held for this session in all. */
    public abstract long memory();

    /** Bytes received in all. */
    public abstract long received();

    /** Bytes sent in all. */
    public abstract long sent();
}
