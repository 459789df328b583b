package serval.server;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket over the JDK's selectors. */
final class NioListener implements Listener, NioIoHandle {
    private static final Logger LOG = LoggerFactory.getLogger(NioListener.class);

    private final Server server;
    private final ServerSocketChannel channel;
    private final SocketAddress local;
    private @Nullable IoRegistration registration;
    private volatile boolean closed;

    private NioListener(Server server, ServerSocketChannel channel, SocketAddress address) throws IOException {
        this.server = server;
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            channel.bind(address, (int) server.directives().backlog.value());
            local = channel.getLocalAddress();
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    static NioListener tcp(Server server, InetSocketAddress address) throws IOException {
        boolean six = address.getAddress() instanceof Inet6Address;
        ServerSocketChannel channel =
                ServerSocketChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return new NioListener(server, channel, address);
    }

    static NioListener unix(Server server, String path) throws IOException {
        return new NioListener(
                server, ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path));
    }

    @Override
    public SelectableChannel selectableChannel() {
        return channel;
    }

    @Override
    public void start(IoRegistration with) {
        registration = with;
        if (!closed) {
            with.submit(NioIoOps.ACCEPT);
        }
    }

    @Override
    public SocketAddress local() {
        return local;
    }

    @Override
    public void handle(IoRegistration with, IoEvent event) {
        while (!closed) {
            try {
                SocketChannel child = channel.accept();
                if (child == null) {
                    return;
                }
                accepted(child);
            } catch (IOException failed) {
                LOG.warn("Accepting client connection: {}", failed.getMessage());
                return;
            }
        }
    }

    private void accepted(SocketChannel child) throws IOException {
        child.configureBlocking(false);
        if (local instanceof UnixDomainSocketAddress) {
            server.accepted(new NioWire(child, local, local));
            return;
        }
        child.setOption(StandardSocketOptions.TCP_NODELAY, true);
        child.setOption(
                StandardSocketOptions.SO_KEEPALIVE,
                server.directives().keepAlive.value() > 0);
        server.accepted(new NioWire(child, child.getRemoteAddress(), child.getLocalAddress()));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        IoRegistration with = registration;
        if (with != null) {
            with.cancel();
        }
        try {
            channel.close();
        } catch (IOException gone) {
            LOG.debug("Closing a listener: {}", gone.getMessage());
        }
    }
}
