package serval.tracking;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** A message that names keys a client must no longer trust; encoded at most once in each form, however many receive it. */
final class Invalidation {
    private static final byte[] PUSH = Ascii.bytes(">2\r\n$10\r\ninvalidate\r\n");
    /** For RESP2, where only a subscriber can be told anything unasked. */
    private static final byte[] MESSAGE = Ascii.bytes("*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n");

    private final byte[] keys;
    private byte @Nullable [] push;
    private byte @Nullable [] message;

    private Invalidation(byte[] keys) {
        this.keys = keys;
    }

    /** Names one key. */
    static Invalidation of(ByteSlice key) {
        byte[] head = Ascii.bytes("*1\r\n$" + key.length() + "\r\n");
        byte[] bytes = new byte[head.length + key.length() + 2];
        System.arraycopy(head, 0, bytes, 0, head.length);
        key.copyTo(bytes, head.length);
        bytes[bytes.length - 2] = '\r';
        bytes[bytes.length - 1] = '\n';
        return new Invalidation(bytes);
    }

    /** Names several keys. */
    static Invalidation of(Collection<KeyName> names) {
        byte[] head = Ascii.bytes("*" + names.size() + "\r\n");
        int size = head.length;
        for (KeyName name : names) {
            int length = name.bytes().length;
            size += 5 + Longs.length(length) + length;
        }
        byte[] bytes = new byte[size];
        System.arraycopy(head, 0, bytes, 0, head.length);
        int at = head.length;
        for (KeyName name : names) {
            byte[] key = name.bytes();
            bytes[at++] = '$';
            at = lineEnd(bytes, at + Longs.write(key.length, bytes, at));
            System.arraycopy(key, 0, bytes, at, key.length);
            at = lineEnd(bytes, at + key.length);
        }
        return new Invalidation(bytes);
    }

    private static int lineEnd(byte[] bytes, int at) {
        bytes[at] = '\r';
        bytes[at + 1] = '\n';
        return at + 2;
    }

    /** Names all keys there are, in the RESP version of the session that tracks. */
    static Invalidation ofEverything(int version) {
        return new Invalidation(Ascii.bytes(version == 3 ? "_\r\n" : "$-1\r\n"));
    }

    /**
     * Queues the message for a session, if it can take any.
     *
     * @param redirected whether another session has its messages sent here
     * @param first whether it is to come before the reply to a call that is running for that session
     */
    void send(Session to, boolean redirected, boolean first) {
        if (to.respVersion() == 3) {
            byte[] bytes = push;
            if (bytes == null) {
                bytes = join(PUSH, keys);
                push = bytes;
            }
            send(to, bytes, first);
        } else if (redirected && to.is(SessionFlag.SUBSCRIBER)) {
            byte[] bytes = message;
            if (bytes == null) {
                bytes = join(MESSAGE, keys);
                message = bytes;
            }
            send(to, bytes, first);
        }
    }

    /** Tells a session that the one it redirects to is gone. */
    static void sendBroken(Session to, long redirect) {
        if (to.respVersion() == 3) {
            send(to, Ascii.bytes(">2\r\n$21\r\ntracking-redir-broken\r\n:" + redirect + "\r\n"), false);
        }
    }

    private static void send(Session to, byte[] bytes, boolean first) {
        if (first) {
            to.reply().encodedFirst(bytes);
        } else {
            to.reply().encoded(bytes);
        }
        to.wroteOutside();
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
