package serval.server;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket whose readiness is waited for through a ring. */
final class IoUringListener extends LinuxListener implements IoUringIoHandle {
    private final IoUringIoOps poll;
    private volatile @Nullable IoRegistration registration;

    private IoUringListener(Server server, LinuxSocket socket, SocketAddress local) {
        super(server, socket, local);
        poll = IoUringWire.poll(socket.intValue(), IoUringWire.POLLIN);
    }

    static IoUringListener tcp(Server server, InetSocketAddress address) throws IOException {
        LinuxSocket socket = open(server, address);
        return new IoUringListener(server, socket, socket.localAddress());
    }

    static IoUringListener unix(Server server, String path) throws IOException {
        return new IoUringListener(server, open(server, path), new DomainSocketAddress(path));
    }

    @Override
    public void start(IoRegistration with) {
        registration = with;
        if (closed) {
            end(with);
        } else {
            with.submit(poll);
        }
    }

    @Override
    public void handle(IoRegistration with, IoEvent event) {
        accept();
        if (closed) {
            end(with);
        } else {
            with.submit(poll);
        }
    }

    private void end(IoRegistration with) {
        with.cancel();
        release();
    }

    @Override
    Wire wire(Socket child, SocketAddress remote, SocketAddress ours) {
        return new IoUringWire(child, remote, ours);
    }

    /**
     * Stops listening at once. The descriptor's number is given back on the loop, when the ring has no request for it left:
     * one not yet submitted would be carried out on whatever has the number then.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (registration == null) {
            release();
            return;
        }
        try {
            // Also ends the ring's request, which holds the socket by itself.
            socket.shutdown(true, true);
        } catch (IOException gone) {
            LOG.debug("Closing a listener: {}", gone.getMessage());
        }
    }
}
