package serval.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A bare connection: sends commands and returns replies as the bytes that came, in RESP2 or RESP3.
 *
 * <p>Not a client library on purpose: nothing between the wire and the test may smooth a difference out.
 */
public final class RespConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 1000 * Integer.getInteger("serval.patience", 60);

    private final Socket socket;
    private final InputStream input;

    private RespConnection(Socket socket) throws IOException {
        this.socket = socket;
        input = new BufferedInputStream(socket.getInputStream());
    }

    public static RespConnection open(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return new RespConnection(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends a command given as {@link CommandLine} text and returns its reply. */
    public byte[] call(String command) {
        return call(CommandLine.split(command));
    }

    /** Sends a command and returns its reply. */
    public byte[] call(byte[]... words) {
        send(encode(words));
        return reply();
    }

    /** The reply to {@link #call(String)} as {@link CommandLine#show text}. */
    public String ask(String command) {
        return CommandLine.show(call(command));
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A command as the array of bulk strings that clients send. */
    public static byte[] encode(byte[]... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (byte[] word : words) {
            out.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(word);
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }

    /** The next reply, push message included, as the bytes that came. Fails if none comes for a minute. */
    public byte[] reply() {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try {
            readValue(raw);
        } catch (IOException failed) {
            throw new UncheckedIOException("after " + CommandLine.show(raw.toByteArray()), failed);
        }
        return raw.toByteArray();
    }

    /** Whether bytes are there to be read. */
    public boolean hasReply() {
        try {
            return input.available() > 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the server has closed the connection; waits for it or for bytes. */
    public boolean isClosedByServer() {
        try {
            return input.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private void readValue(ByteArrayOutputStream raw) throws IOException {
        String line = readLine(raw);
        switch (line.charAt(0)) {
            case '$', '=', '!' -> readBytes(raw, Integer.parseInt(line.substring(1)) + 2);
            case '*', '~', '>' -> readValues(raw, Integer.parseInt(line.substring(1)));
            case '%' -> readValues(raw, 2 * Integer.parseInt(line.substring(1)));
            case '|' -> {
                // An attribute comes before the reply it belongs to.
                readValues(raw, 2 * Integer.parseInt(line.substring(1)));
                readValue(raw);
            }
            case '+', '-', ':', ',', '(', '#', '_' -> {
                // The line is all of it.
            }
            default -> throw new IOException("no reply begins like this: " + line);
        }
    }

    private void readValues(ByteArrayOutputStream raw, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            readValue(raw);
        }
    }

    private void readBytes(ByteArrayOutputStream raw, int count) throws IOException {
        if (count < 2) {
            return;
        }
        byte[] bytes = input.readNBytes(count);
        raw.writeBytes(bytes);
        if (bytes.length < count) {
            throw new EOFException("the connection was closed within a reply");
        }
    }

    private String readLine(ByteArrayOutputStream raw) throws IOException {
        int start = raw.size();
        int last = 0;
        while (true) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            raw.write(next);
            if (last == '\r' && next == '\n') {
                byte[] all = raw.toByteArray();
                return new String(all, start, all.length - start - 2, StandardCharsets.ISO_8859_1);
            }
            last = next;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
