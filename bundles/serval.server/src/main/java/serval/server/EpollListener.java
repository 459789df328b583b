package serval.server;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket over epoll. */
final class EpollListener implements Listener, EpollIoHandle {
    private static final Logger LOG = LoggerFactory.getLogger(EpollListener.class);

    /** Connections taken at a time, so that a flood of them does not starve those that are there. */
    private static final int MOST_AT_ONCE = 1000;

    // Numbers of Linux, for what Netty has no name for.
    private static final int SOL_SOCKET = 1;
    private static final int SO_MARK = 36;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    private final Server server;
    private final LinuxSocket socket;
    private final SocketAddress local;
    private final byte[] peer = new byte[26];
    private @Nullable IoRegistration registration;
    private volatile boolean closed;

    private EpollListener(Server server, LinuxSocket socket, SocketAddress local) {
        this.server = server;
        this.socket = socket;
        this.local = local;
    }

    static EpollListener tcp(Server server, InetSocketAddress address) throws IOException {
        boolean six = address.getAddress() instanceof Inet6Address;
        LinuxSocket socket = LinuxSocket.newSocketStream(six);
        try {
            if (six) {
                socket.setIntOpt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
            }
            socket.setReuseAddress(true);
            long mark = server.directives().markId.value();
            if (mark > 0) {
                socket.setIntOpt(SOL_SOCKET, SO_MARK, (int) mark);
            }
            socket.bind(address);
            socket.listen((int) server.directives().backlog.value());
            return new EpollListener(server, socket, socket.localAddress());
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    static EpollListener unix(Server server, String path) throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketDomain();
        try {
            DomainSocketAddress address = new DomainSocketAddress(path);
            socket.bind(address);
            socket.listen((int) server.directives().backlog.value());
            return new EpollListener(server, socket, address);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void start(IoRegistration with) {
        registration = with;
        if (!closed) {
            with.submit(EpollIoOps.EPOLLIN);
        }
    }

    @Override
    public SocketAddress local() {
        return local;
    }

    @Override
    public void handle(IoRegistration with, IoEvent event) {
        for (int i = 0; i < MOST_AT_ONCE && !closed; i++) {
            try {
                int descriptor = socket.accept(peer);
                if (descriptor < 0) {
                    return;
                }
                accepted(new Socket(descriptor));
            } catch (IOException failed) {
                LOG.warn("Accepting client connection: {}", failed.getMessage());
                return;
            }
        }
    }

    private void accepted(Socket child) throws IOException {
        if (local instanceof DomainSocketAddress) {
            server.accepted(new EpollWire(child, local, local));
            return;
        }
        SocketAddress remote = child.remoteAddress();
        SocketAddress ours = child.localAddress();
        if (remote == null || ours == null) {
            // Gone again already.
            child.close();
            return;
        }
        try {
            child.setTcpNoDelay(true);
            int seconds = (int) server.directives().keepAlive.value();
            if (seconds > 0) {
                child.setKeepAlive(true);
                child.setIntOpt(IPPROTO_TCP, TCP_KEEPIDLE, seconds);
                child.setIntOpt(IPPROTO_TCP, TCP_KEEPINTVL, Math.max(1, seconds / 3));
                child.setIntOpt(IPPROTO_TCP, TCP_KEEPCNT, 3);
            }
        } catch (IOException failed) {
            child.close();
            return;
        }
        server.accepted(new EpollWire(child, remote, ours));
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
            socket.close();
        } catch (IOException gone) {
            LOG.debug("Closing a listener: {}", gone.getMessage());
        }
    }
}
