package serval.benchmarks;

import serval.protocol.RespWriter;
import serval.spi.session.ReplyBuffer;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** A session without a socket, whose replies go nowhere. */
public final class BenchmarkSession extends Session {
    private final RespWriter out = new RespWriter();

    /** A session that may do everything. */
    public BenchmarkSession() {
        super(1, System.currentTimeMillis());
        flag(SessionFlag.AUTHENTICATED, true);
    }

    /** The replies. */
    public RespWriter out() {
        return out;
    }

    @Override
    public ReplyBuffer reply() {
        return out;
    }

    @Override
    public String address() {
        return "127.0.0.1:1";
    }

    @Override
    public String localAddress() {
        return "127.0.0.1:2";
    }

    @Override
    public void wroteOutside() {}

    @Override
    public void later(Runnable action) {}

    @Override
    public void holdInput() {}

    @Override
    public void releaseInput() {}

    @Override
    public void closeAfterReply() {}

    @Override
    public void closeNow() {}

    @Override
    public boolean isClosing() {
        return false;
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public long queryBytes() {
        return 0;
    }

    @Override
    public long queryFree() {
        return 0;
    }

    @Override
    public long outputBytes() {
        return 0;
    }

    @Override
    public long replyBuffer() {
        return 0;
    }

    @Override
    public long replyBufferPeak() {
        return 0;
    }

    @Override
    public int outputSegments() {
        return 0;
    }

    @Override
    public long memory() {
        return 0;
    }

    @Override
    public long received() {
        return 0;
    }

    @Override
    public long sent() {
        return 0;
    }
}
