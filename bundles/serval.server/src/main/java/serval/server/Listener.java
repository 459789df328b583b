package serval.server;

import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import java.net.SocketAddress;

/** A socket that listens. It is open from the beginning, so that a port that is taken shows at once, in any thread. */
interface Listener extends IoHandle {
    /** Begins to accept; on the thread of the loop it is registered with. */
    void start(IoRegistration registration);

    /** Where it listens. */
    SocketAddress local();

    @Override
    void close();
}
