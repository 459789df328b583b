package serval.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;

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

    /** The transport of this name; {@code auto} takes epoll where there is one. */
    static Transport of(String name) {
        return name.equals("nio") || !Epoll.isAvailable() ? NIO : EPOLL;
    }

    /** What the event loops wait with. */
    abstract IoHandlerFactory handlers();

    /** Opens a TCP socket that listens; connections go to the server once the listener is registered. */
    abstract Listener listen(Server server, InetSocketAddress address) throws IOException;

    /** Opens a Unix socket that listens. */
    abstract Listener listen(Server server, String path) throws IOException;
}
