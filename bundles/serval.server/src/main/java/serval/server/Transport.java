package serval.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A way of the operating system to wait for sockets. */
enum Transport {
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Listener listen(Server server, InetSocketAddress address) throws IOException {
            return EpollListener.tcp(server, address);
        }

        @Override
        Listener listen(Server server, String path) throws IOException {
            return EpollListener.unix(server, path);
        }
    },
    /** Linux' rings of requests; asked for by name only. */
    IO_URING {
        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        Listener listen(Server server, InetSocketAddress address) throws IOException {
            return IoUringListener.tcp(server, address);
        }

        @Override
        Listener listen(Server server, String path) throws IOException {
            return IoUringListener.unix(server, path);
        }
    },
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Listener listen(Server server, InetSocketAddress address) throws IOException {
            return NioListener.tcp(server, address);
        }

        @Override
        Listener listen(Server server, String path) throws IOException {
            return NioListener.unix(server, path);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    /**
     * The transport of this name; {@code auto} takes epoll where there is one. Where a kernel or a sandbox refuses rings,
     * {@code io_uring} says why in the log and is as {@code auto}.
     */
    static Transport of(String name) {
        if (name.equals("io_uring")) {
            if (IoUring.isAvailable()) {
                return IO_URING;
            }
            LOG.warn("io_uring cannot be used, so serval-transport is auto: {}", reason(IoUring.unavailabilityCause()));
        }
        return name.equals("nio") || !Epoll.isAvailable() ? NIO : EPOLL;
    }

    private static String reason(Throwable cause) {
        Throwable first = cause;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.toString();
    }

    /** What the event loops wait with. */
    abstract IoHandlerFactory handlers();

    /** Opens a TCP socket that listens; connections go to the server once the listener is registered. */
    abstract Listener listen(Server server, InetSocketAddress address) throws IOException;

    /** Opens a Unix socket that listens. */
    abstract Listener listen(Server server, String path) throws IOException;
}
