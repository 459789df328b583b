package serval.server;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection over Linux' io_uring: receiving and sending are requests that all connections of a loop hand over in one
 * system call.
 *
 * <p>The kernel needs a place for what it receives before it comes, and keeps what it sends until it went, so a connection
 * has room for each. More than that holds is read and written by plain system calls, which costs no copy.
 *
 * <p>A request names the socket by its descriptor and holds it until it is complete. So closing shuts the connection down,
 * which completes all requests, and the descriptor is given back after the last one.
 */
final class IoUringWire implements Wire, IoUringIoHandle {
    static final int POLLIN = 1;
    private static final int POLLOUT = 4;

    // Numbers of Linux' io_uring and sockets, which Netty keeps to itself.
    private static final byte OP_POLL_ADD = 6;
    private static final byte OP_SEND = 26;
    private static final byte OP_RECV = 27;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EINTR = -4;
    private static final int EAGAIN = -11;

    /** Bytes of the buffer's half for input and of the one for output. */
    private static final int SIZE = Loop.LENT / 2;

    /** How long a closed connection whose peer does not read may keep the last replies. */
    private static final int LINGER_SECONDS = 5;

    private final Socket socket;
    private final SocketAddress remote;
    private final SocketAddress local;
    private final IoUringIoOps pollIn;
    private final IoUringIoOps pollOut;
    private @Nullable IoUringIoOps receive;
    private @Nullable SocketSession session;
    /** Input in front, output behind. */
    private @Nullable ByteBuffer buffer;

    private long outAddress;
    private @Nullable IoRegistration registration;
    private @Nullable IOException failure;

    /** Bytes in the input buffer that the session has not taken; -1 at the end of the stream. */
    private int arrived;
    /** The part of the output buffer that has not been sent. */
    private int sendFrom;

    private int sendTo;

    // Which requests the ring has.
    private boolean receiving;
    private boolean sending;
    private boolean pollingOut;

    private boolean awaited;
    private boolean closed;
    private boolean shut;
    private @Nullable ScheduledFuture<?> lingering;

    IoUringWire(Socket socket, SocketAddress remote, SocketAddress local) {
        this.socket = socket;
        this.remote = remote;
        this.local = local;
        pollIn = poll(socket.intValue(), POLLIN);
        pollOut = poll(socket.intValue(), POLLOUT);
    }

    /** A request to be told once of readiness; its completion has the events as data. */
    static IoUringIoOps poll(int fd, int events) {
        return request(OP_POLL_ADD, fd, 0, 0, events, (short) events);
    }

    private static IoUringIoOps request(byte op, int fd, long address, int length, int flags, short data) {
        short none = 0;
        return new IoUringIoOps(op, (byte) 0, none, fd, 0, address, length, flags, data, none, none, 0, 0);
    }

    @Override
    public void start(SocketSession told, IoRegistration with) {
        session = told;
        registration = with;
        if (closed) {
            return;
        }
        ByteBuffer lent = told.loop().lend();
        long address = Buffer.memoryAddress(lent);
        buffer = lent;
        outAddress = address + SIZE;
        receive = request(OP_RECV, socket.intValue(), address, SIZE, 0, (short) 0);
        receive(with);
    }

    @Override
    public void handle(IoRegistration with, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        int result = completion.res();
        switch (completion.opcode()) {
            case OP_RECV -> received(with, result);
            case OP_SEND -> sent(with, result);
            default -> {
                if (completion.data() == POLLIN) {
                    arriving(with);
                } else {
                    polledOut(with);
                }
            }
        }
        if (shut) {
            release(with);
        } else if (closed && sendFrom == sendTo) {
            shutDown();
        }
    }

    // Input

    private void receive(IoRegistration with) {
        receiving = true;
        with.submit(receive);
    }

    /** There is input where a request found none and did not wait. */
    private void arriving(IoRegistration with) {
        receiving = false;
        if (!closed) {
            receive(with);
        }
    }

    private void received(IoRegistration with, int result) {
        receiving = false;
        SocketSession told = session;
        if (closed || told == null) {
            return;
        }
        if (result == EAGAIN || result == EINTR) {
            receiving = true;
            with.submit(pollIn);
            return;
        }
        if (result < 0) {
            failure = new IOException("io_uring receive: error " + -result);
        }
        arrived = result > 0 ? result : -1;
        told.readable();
        if (!closed && arrived == 0) {
            receive(with);
        }
    }

    @Override
    public int read(Loop loop) throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
        int bytes = arrived;
        if (bytes <= 0) {
            return bytes;
        }
        arrived = 0;
        loop.input().put(0, buffer, 0, bytes);
        if (bytes == SIZE) {
            // There may be more; the end of the stream shows with the next request.
            int more = socket.recvAddress(loop.inputAddress(), SIZE, Loop.INPUT);
            bytes += Math.max(0, more);
        }
        return bytes;
    }

    // Output

    @Override
    public int write(ByteBuffer source, long address, int from, int to) throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
        IoRegistration with = registration;
        int bytes = to - from;
        if (with == null || sendFrom == sendTo && bytes > SIZE) {
            return socket.sendAddress(address, from, to);
        }
        int taken = Math.min(bytes, SIZE - sendTo);
        buffer.put(SIZE + sendTo, source, from, taken);
        sendTo += taken;
        if (!sending && !pollingOut) {
            send(with);
        }
        return taken;
    }

    private void send(IoRegistration with) {
        sending = true;
        with.submit(request(
                OP_SEND,
                socket.intValue(),
                outAddress + sendFrom,
                sendTo - sendFrom,
                MSG_DONTWAIT | MSG_NOSIGNAL,
                (short) 0));
    }

    private void sent(IoRegistration with, int result) {
        sending = false;
        if (result < 0 && result != EAGAIN && result != EINTR) {
            sendFrom = 0;
            sendTo = 0;
            failure = new IOException("io_uring send: error " + -result);
            SocketSession told = session;
            if (!closed && told != null) {
                told.readable();
            }
            return;
        }
        sendFrom += Math.max(0, result);
        if (sendFrom == sendTo) {
            sendFrom = 0;
            sendTo = 0;
            tellWritable(with);
        } else if (!shut) {
            pollOut(with);
        }
    }

    private void polledOut(IoRegistration with) {
        pollingOut = false;
        if (shut) {
            return;
        }
        if (sendFrom < sendTo) {
            send(with);
        } else {
            tellWritable(with);
        }
    }

    private void pollOut(IoRegistration with) {
        if (!pollingOut) {
            pollingOut = true;
            with.submit(pollOut);
        }
    }

    private void tellWritable(IoRegistration with) {
        SocketSession told = session;
        if (!awaited || closed || told == null) {
            return;
        }
        told.writable();
        if (awaited && !closed && !sending) {
            pollOut(with);
        }
    }

    @Override
    public void awaitWritable(boolean on) {
        awaited = on;
        IoRegistration with = registration;
        if (on && with != null && !closed && !sending) {
            pollOut(with);
        }
    }

    @Override
    public void inputEnded() {
        // Nothing is asked to be received after the end.
    }

    // Ending

    /**
     * Ends the connection when what was taken for sending has gone, or the peer has had its time. A second time, as when the
     * loop ends, it does not wait.
     */
    @Override
    public void close() {
        if (closed) {
            shutDown();
            return;
        }
        closed = true;
        SocketSession told = session;
        if (sendFrom < sendTo && told != null) {
            lingering = told.loop().executor().schedule(this::shutDown, LINGER_SECONDS, TimeUnit.SECONDS);
        } else {
            shutDown();
        }
    }

    private void shutDown() {
        if (shut) {
            return;
        }
        shut = true;
        ScheduledFuture<?> timer = lingering;
        if (timer != null) {
            timer.cancel(false);
        }
        IoRegistration with = registration;
        if (with == null || !receiving && !sending && !pollingOut) {
            release(with);
            return;
        }
        try {
            socket.shutdown(true, true);
        } catch (IOException | NotYetConnectedException gone) {
            // Then every request completes by itself.
        }
    }

    private void release(@Nullable IoRegistration with) {
        if (receiving || sending || pollingOut) {
            return;
        }
        if (with != null) {
            with.cancel();
        }
        ByteBuffer lent = buffer;
        SocketSession told = session;
        if (lent != null && told != null) {
            buffer = null;
            told.loop().giveBack(lent);
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
