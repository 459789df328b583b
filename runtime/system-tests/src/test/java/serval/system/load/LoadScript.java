package serval.system.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.system.RespConnection;

/** What one client of a {@link MixedLoad} says, over and over, and what it expects to hear. */
public abstract class LoadScript {
    private final List<String> modules;

    /** Creates a script whose commands belong to these modules. */
    protected LoadScript(String... modules) {
        this.modules = List.of(modules);
    }

    final List<String> modules() {
        return modules;
    }

    /** The next request, in RESP. */
    protected abstract byte[] next();

    /**
     * Judges the reply to the last {@link #next}.
     *
     * @param reply the bytes of the reply, one char each
     * @return what is wrong with it, or null
     */
    protected abstract @Nullable String judge(String reply);

    /** Whether an error says no more than that its module is not there. */
    protected boolean isRefusal(String reply) {
        return reply.startsWith("-ERR unknown command") || reply.startsWith("-UNBLOCKED ");
    }

    /** The last request was refused because its module was not there. */
    protected void absent() {}

    /** Whether the time that a reply takes tells of the server; not for calls that wait on purpose. */
    protected boolean isTimed() {
        return true;
    }

    /** Compares at the end what the server holds with what it was told; returns what is wrong, or null. */
    protected @Nullable String verify(RespConnection connection) {
        return null;
    }

    /** A request of words, one char per byte. */
    protected static byte[] request(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return RespConnection.encode(bytes);
    }

    /** Sends a request and returns the reply's bytes, one char each. */
    protected static String ask(RespConnection connection, String... words) {
        connection.send(request(words));
        return new String(connection.reply(), StandardCharsets.ISO_8859_1);
    }

    /** Whether two texts are equal; if not, says so. */
    protected static @Nullable String same(String expected, String reply) {
        return expected.equals(reply) ? null : "expected " + expected.strip() + ", got " + reply.strip();
    }

    /** A bulk string as it is on the wire. */
    protected static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }
}
