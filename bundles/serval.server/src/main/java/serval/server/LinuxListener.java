package serval.server;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket of Linux, opened and accepted from by plain system calls. How it is told of connections is left to
 * subclasses.
 */
abstract class LinuxListener implements Listener {
    static final Logger LOG = LoggerFactory.getLogger(LinuxListener.class);

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
    final LinuxSocket socket;
    private final SocketAddress local;
    private final byte[] peer = new byte[26];
    volatile boolean closed;

    LinuxListener(Server server, LinuxSocket socket, SocketAddress local) {
        this.server = server;
        this.socket = socket;
        this.local = local;
    }

    /** Opens a socket that listens on an address. */
    static LinuxSocket open(Server server, InetSocketAddress address) throws IOException {
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
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Opens a Unix socket that listens. */
    static LinuxSocket open(Server server, String path) throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketDomain();
        try {
            socket.bind(new DomainSocketAddress(path));
            socket.listen((int) server.directives().backlog.value());
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Makes the wire of a connection. */
    abstract Wire wire(Socket child, SocketAddress remote, SocketAddress ours);

    @Override
    public final SocketAddress local() {
        return local;
    }

    /** Accepts those who wait; on the loop's thread. */
    final void accept() {
        for (int i = 0; i < MOST_AT_ONCE && !closed; i++) {
            try {
                int descriptor = socket.accept(peer);
                if (descriptor < 0) {
                    return;
                }
                accepted(new Socket(descriptor));
            } catch (IOException failed) {
                if (!closed) {
                    LOG.warn("Accepting client connection: {}", failed.getMessage());
                }
                return;
            }
        }
    }

    private void accepted(Socket child) throws IOException {
        if (local instanceof DomainSocketAddress) {
            server.accepted(wire(child, local, local));
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
        server.accepted(wire(child, remote, ours));
    }

    /** Gives the descriptor back. */
    final void release() {
        try {
            socket.close();
        } catch (IOException gone) {
            LOG.debug("Closing a listener: {}", gone.getMessage());
        }
    }
}
