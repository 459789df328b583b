package serval.server;

import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The connection below a session: reads, writes and readiness, all on the loop's thread and never waiting.
 *
 * <p>It is registered with Netty's event loop directly. Going through a channel and its pipeline costs a tenth more
 * processor time per lone request and brings nothing that a session needs. Encryption wraps another wire.
 */
interface Wire extends IoHandle {
    /** Takes the session to be told of readiness, and the registration; from now on it is told when there is something to read. */
    void start(SocketSession session, IoRegistration registration);

    /**
     * Reads into the loop's input buffer.
     *
     * @return the number of bytes, 0 if there are none now, -1 at the end of the stream
     */
    int read(Loop loop) throws IOException;

    /** Writes a part of a direct buffer, whose address is given for those who need it, and returns how many bytes went. */
    int write(ByteBuffer buffer, long address, int from, int to) throws IOException;

    /** Whether to tell when writing is possible again. */
    void awaitWritable(boolean on);

    /** The peer sends no more, and that is known: nothing is told of input any more, only of errors where they show by themselves. */
    void inputEnded();

    /** Ends the registration and closes the connection; a second time does nothing. */
    @Override
    void close();

    /** The file descriptor, or -1 if it is not known. */
    int descriptor();

    /** The peer. */
    SocketAddress remote();

    /** Our end. */
    SocketAddress local();
}
