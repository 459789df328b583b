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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket over epoll. */
final class EpollListener extends LinuxListener implements EpollIoHandle {
    private @Nullable IoRegistration registration;

    private EpollListener(Server server, LinuxSocket socket, SocketAddress local) {
        super(server, socket, local);
    }

    static EpollListener tcp(Server server, InetSocketAddress address) throws IOException {
        LinuxSocket socket = open(server, address);
        return new EpollListener(server, socket, socket.localAddress());
    }

    static EpollListener unix(Server server, String path) throws IOException {
        return new EpollListener(server, open(server, path), new DomainSocketAddress(path));
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
    public void handle(IoRegistration with, IoEvent event) {
        accept();
    }

    @Override
    Wire wire(Socket child, SocketAddress remote, SocketAddress ours) {
        return new EpollWire(child, remote, ours);
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
        release();
    }
}
