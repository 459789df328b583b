package serval.server;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes as they are and reads lines and bulk strings. */
final class Client implements Closeable {
    private final SocketChannel channel;
    private final InputStream in;

    private Client(SocketChannel channel) {
        this.channel = channel;
        in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    static Client to(int port) throws IOException {
        return to(InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    static Client to(String host, int port) throws IOException {
        SocketAddress address = new InetSocketAddress(host, port);
        SocketChannel channel = SocketChannel.open(address);
        channel.socket().setTcpNoDelay(true);
        return new Client(channel);
    }

    static Client toUnix(String path) throws IOException {
        return new Client(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    SocketChannel channel() {
        return channel;
    }

    Client send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Client send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    /** A line without its end, or null at the end of the stream. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c;
            try {
                c = in.read();
            } catch (IOException reset) {
                return null;
            }
            if (c < 0) {
                return null;
            }
            if (c == '\n') {
                return line.substring(0, line.length() - 1);
            }
            line.append((char) c);
        }
    }

    String ask(String line) throws IOException {
        return send(line + "\r\n").line();
    }

    byte[] bulk() throws IOException {
        int length = Integer.parseInt(line().substring(1));
        byte[] bytes = in.readNBytes(length);
        line();
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
