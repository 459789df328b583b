package serval.pubsub;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import serval.bytes.Ascii;
import serval.bytes.Longs;
import serval.spi.session.ReplyBuffer;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** A message on its way to many sessions: encoded at most once for each version of RESP, and shared by all of them. */
final class Message {
    private static final byte[] MESSAGE = Ascii.bytes("message");
    private static final byte[] SHARD_MESSAGE = Ascii.bytes("smessage");
    private static final byte[] PATTERN_MESSAGE = Ascii.bytes("pmessage");

    private final byte[][] words;
    private byte @Nullable [] resp2;
    private byte @Nullable [] resp3;

    private Message(byte[]... words) {
        this.words = words;
    }

    /** What subscribers of the channel itself receive. */
    static Message toChannel(boolean shard, byte[] channel, byte[] text) {
        return new Message(shard ? SHARD_MESSAGE : MESSAGE, channel, text);
    }

    /** What subscribers of a pattern receive. */
    static Message toPattern(byte[] pattern, byte[] channel, byte[] text) {
        return new Message(PATTERN_MESSAGE, pattern, channel, text);
    }

    /** Queues this message for all of them; returns how many that are. */
    int send(Receivers receivers) {
        int count = receivers.count();
        for (int i = 0; i < count; i++) {
            Session session = receivers.at(i);
            session.reply().encoded(session.respVersion() == 3 ? resp3() : resp2());
            session.wroteOutside();
        }
        return count;
    }

    /**
     * Tells a session, within its own call, that a subscription began or ended. Like any push this is not silenced by
     * CLIENT REPLY.
     *
     * @param name the channel or pattern; null if there was none to end
     * @param count the subscriptions left
     */
    static void confirm(Session session, byte[] word, byte @Nullable [] name, int count) {
        ReplyBuffer reply = session.reply();
        if (!session.is(SessionFlag.REPLY_OFF) && !session.is(SessionFlag.REPLY_SKIP)) {
            reply.push(3);
            reply.bulk(word);
            if (name == null) {
                reply.nil();
            } else {
                reply.bulk(name);
            }
            reply.integer(count);
            return;
        }
        boolean three = session.respVersion() == 3;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Ascii.bytes((three ? ">" : "*") + "3\r\n$" + word.length + "\r\n"));
        bytes.writeBytes(word);
        if (name == null) {
            bytes.writeBytes(Ascii.bytes(three ? "\r\n_" : "\r\n$-1"));
        } else {
            bytes.writeBytes(Ascii.bytes("\r\n$" + name.length + "\r\n"));
            bytes.writeBytes(name);
        }
        bytes.writeBytes(Ascii.bytes("\r\n:" + count + "\r\n"));
        reply.encoded(bytes.toByteArray());
    }

    private byte[] resp2() {
        byte[] bytes = resp2;
        if (bytes == null) {
            bytes = encode('*', words);
            resp2 = bytes;
        }
        return bytes;
    }

    private byte[] resp3() {
        byte[] bytes = resp3;
        if (bytes == null) {
            bytes = encode('>', words);
            resp3 = bytes;
        }
        return bytes;
    }

    private static byte[] encode(char type, byte[][] words) {
        int size = 4;
        for (byte[] word : words) {
            size += 5 + Longs.length(word.length) + word.length;
        }
        byte[] bytes = new byte[size];
        bytes[0] = (byte) type;
        bytes[1] = (byte) ('0' + words.length);
        int at = lineEnd(bytes, 2);
        for (byte[] word : words) {
            bytes[at++] = '$';
            at = lineEnd(bytes, at + Longs.write(word.length, bytes, at));
            System.arraycopy(word, 0, bytes, at, word.length);
            at = lineEnd(bytes, at + word.length);
        }
        return bytes;
    }

    private static int lineEnd(byte[] bytes, int at) {
        bytes[at] = '\r';
        bytes[at + 1] = '\n';
        return at + 2;
    }
}
