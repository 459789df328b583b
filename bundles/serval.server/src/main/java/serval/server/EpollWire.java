package serval.server;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection over Linux' epoll, level-triggered. */
final class EpollWire implements Wire, EpollIoHandle {
    private static final EpollIoOps READING = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP);
    private static final int OUT = EpollIoOps.EPOLLOUT.value();

    private final Socket socket;
    private final SocketAddress remote;
    private final SocketAddress local;
    private @Nullable SocketSession session;
    private @Nullable IoRegistration registration;
    private EpollIoOps reading = READING;
    private boolean awaited;
    private boolean closed;

    EpollWire(Socket socket, SocketAddress remote, SocketAddress local) {
        this.socket = socket;
        this.remote = remote;
        this.local = local;
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void start(SocketSession told, IoRegistration with) {
        session = told;
        registration = with;
        with.submit(READING);
    }

    @Override
    public void handle(IoRegistration with, IoEvent event) {
        SocketSession told = session;
        if (told == null || closed) {
            return;
        }
        int ops = ((EpollIoEvent) event).ops().value();
        if ((ops & OUT) != 0) {
            told.writable();
        }
        // Errors and hang-ups show when reading.
        if ((ops & ~OUT) != 0 && !closed) {
            told.readable();
        }
    }

    @Override
    public int read(Loop loop) throws IOException {
        return socket.recvAddress(loop.inputAddress(), 0, Loop.INPUT);
    }

    @Override
    public int write(ByteBuffer buffer, long address, int from, int to) throws IOException {
        return socket.sendAddress(address, from, to);
    }

    @Override
    public void awaitWritable(boolean on) {
        awaited = on;
        submit();
    }

    @Override
    public void inputEnded() {
        reading = EpollIoOps.NONE;
        submit();
    }

    private void submit() {
        IoRegistration with = registration;
        if (with != null && !closed) {
            with.submit(awaited ? reading.with(EpollIoOps.EPOLLOUT) : reading);
        }
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
            // The descriptor is released all the same.
        }
    }

    @Override
    public int descriptor() {
        return socket.intValue();
    }

    @Override
    public SocketAddress remote() {
        return remote;
    }

    @Override
    public SocketAddress local() {
        return local;
    }
}
