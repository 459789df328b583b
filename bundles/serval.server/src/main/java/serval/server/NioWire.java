package serval.server;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection over the JDK's selectors, for systems without epoll. */
final class NioWire implements Wire, NioIoHandle {
    private final SocketChannel channel;
    private final SocketAddress remote;
    private final SocketAddress local;
    private @Nullable SocketSession session;
    private @Nullable IoRegistration registration;
    private NioIoOps reading = NioIoOps.READ;
    private boolean awaited;
    private boolean closed;

    NioWire(SocketChannel channel, SocketAddress remote, SocketAddress local) {
        this.channel = channel;
        this.remote = remote;
        this.local = local;
    }

    @Override
    public SelectableChannel selectableChannel() {
        return channel;
    }

    @Override
    public void start(SocketSession told, IoRegistration with) {
        session = told;
        registration = with;
        with.submit(NioIoOps.READ);
    }

    @Override
    public void handle(IoRegistration with, IoEvent event) {
        SocketSession told = session;
        if (told == null || closed) {
            return;
        }
        NioIoOps ops = ((NioIoEvent) event).ops();
        if (ops.contains(NioIoOps.WRITE)) {
            told.writable();
        }
        if (ops.contains(NioIoOps.READ) && !closed) {
            told.readable();
        }
    }

    @Override
    public int read(Loop loop) throws IOException {
        return channel.read(loop.input().clear());
    }

    @Override
    public int write(ByteBuffer buffer, long address, int from, int to) throws IOException {
        ByteBuffer part = buffer.duplicate();
        part.clear().limit(to).position(from);
        return channel.write(part);
    }

    @Override
    public void awaitWritable(boolean on) {
        awaited = on;
        submit();
    }

    @Override
    public void inputEnded() {
        reading = NioIoOps.NONE;
        submit();
    }

    private void submit() {
        IoRegistration with = registration;
        if (with != null && !closed) {
            with.submit(awaited ? reading.with(NioIoOps.WRITE) : reading);
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
            channel.close();
        } catch (IOException gone) {
            // The descriptor is released all the same.
        }
    }

    @Override
    public int descriptor() {
        return -1;
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
