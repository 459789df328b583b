package serval.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that speaks RESP2 or RESP3. For one thread at a time.
 *
 * <p>A word of a command is a {@code byte[]}, or anything else by its {@link Object#toString()} with one byte per char, up to
 * {@code '\u00FF'}. A reply is a {@link Long}, {@link Double}, {@link Boolean}, {@link BigInteger}, a {@link String} with one char per
 * byte, null, a {@link List}, {@link Map} or {@link Set} of those, and within a collection an {@link ErrorReplyException}.
 */
public final class ServalClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final List<List<?>> pushes = new ArrayList<>();

    ServalClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /**
     * Runs a command and returns its reply.
     *
     * @throws ErrorReplyException if the reply is an error
     */
    public @Nullable Object call(Object... words) {
        send(words);
        return receive();
    }

    /**
     * Runs a command that is to be refused and returns the error's text, code first.
     *
     * @throws AssertionError if the reply is no error
     */
    public String error(Object... words) {
        Object reply;
        try {
            reply = call(words);
        } catch (ErrorReplyException error) {
            return String.valueOf(error.getMessage());
        }
        throw new AssertionError(words[0] + " answered " + reply + " instead of an error");
    }

    /** Runs a command and returns its reply as the bytes of a string, or null. */
    public byte @Nullable [] bytes(Object... words) {
        Object reply = call(words);
        return reply == null ? null : reply.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends a command without waiting for its reply: a command that blocks, or one of a pipeline. */
    public void send(Object... words) {
        try {
            line('*', words.length);
            for (Object word : words) {
                byte[] bytes = encode(word);
                line('$', bytes.length);
                out.write(bytes);
                out.write('\r');
                out.write('\n');
            }
            out.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void line(char type, int number) throws IOException {
        out.write((type + Integer.toString(number) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] encode(Object word) {
        if (word instanceof byte[] bytes) {
            return bytes;
        }
        String text = word.toString();
        if (text.chars().anyMatch(c -> c > 0xFF)) {
            throw new IllegalArgumentException("more than a byte per char; give the bytes of: " + text);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The next reply to what was sent. Fails if none comes for a minute.
     *
     * @throws ErrorReplyException if the reply is an error
     */
    public @Nullable Object receive() {
        Object reply = read();
        if (reply instanceof ErrorReplyException error) {
            throw new ErrorReplyException(String.valueOf(error.getMessage()));
        }
        return reply;
    }

    /** Whether a reply has begun to arrive. */
    public boolean hasReply() {
        try {
            return in.available() > 0;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The push messages of RESP3 that came before replies so far; taken out. */
    public List<List<?>> pushes() {
        List<List<?>> taken = List.copyOf(pushes);
        pushes.clear();
        return taken;
    }

    private @Nullable Object read() {
        try {
            while (true) {
                String line = readLine();
                if (line.charAt(0) == '>') {
                    pushes.add(list(Integer.parseInt(line.substring(1))));
                } else if (line.charAt(0) == '|') {
                    list(2 * Integer.parseInt(line.substring(1)));
                } else {
                    return value(line);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private @Nullable Object value(String line) throws IOException {
        String text = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> text;
            case '-' -> new ErrorReplyException(text);
            case ':' -> Long.valueOf(text);
            case ',' -> real(text);
            case '#' -> text.equals("t");
            case '(' -> new BigInteger(text);
            case '_' -> null;
            case '$' -> string(Integer.parseInt(text));
            case '=' -> verbatim(Integer.parseInt(text));
            case '!' -> new ErrorReplyException(String.valueOf(string(Integer.parseInt(text))));
            case '*' -> text.equals("-1") ? null : list(Integer.parseInt(text));
            case '~' -> new LinkedHashSet<>(list(Integer.parseInt(text)));
            case '%' -> map(Integer.parseInt(text));
            default -> throw new IOException("no reply begins like this: " + line);
        };
    }

    private static Double real(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.valueOf(text);
        };
    }

    private List<@Nullable Object> list(int size) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(read());
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(int size) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(read(), read());
        }
        return map;
    }

    private @Nullable String string(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("the connection was closed within a reply");
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String verbatim(int length) throws IOException {
        String text = String.valueOf(string(length));
        return text.substring(4);
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.append((char) next);
        }
        if (in.read() != '\n' || line.isEmpty()) {
            throw new IOException("a line of a reply is malformed: " + line);
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Closed is closed.
        }
    }
}
