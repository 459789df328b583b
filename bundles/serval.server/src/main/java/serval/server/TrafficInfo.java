package serval.server;

import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** The fields of INFO's section {@code stats} that tell of bytes received and sent. */
final class TrafficInfo implements InfoSection {
    private static final int SAMPLES = 16;

    private final Server server;
    private long receivedBefore;
    private long sentBefore;
    private long since = -1;
    private final long[] receivedRates = new long[SAMPLES];
    private final long[] sentRates = new long[SAMPLES];
    private int next;
    private long sampledAt;
    private long sampledReceived;
    private long sampledSent;

    TrafficInfo(Server server) {
        this.server = server;
    }

    @Override
    public String section() {
        return "stats";
    }

    @Override
    public int order() {
        return 510;
    }

    private long received() {
        long sum = 0;
        for (Loop loop : server.loops()) {
            sum += loop.received();
        }
        return sum;
    }

    private long sent() {
        long sum = 0;
        for (Loop loop : server.loops()) {
            sum += loop.sent();
        }
        return sum;
    }

    /** Takes a sample for the rates; a few times a second, under the engine lock. */
    void sample(long now) {
        long passed = now - sampledAt;
        if (passed < 100) {
            return;
        }
        long in = received();
        long out = sent();
        if (sampledAt > 0) {
            receivedRates[next] = (in - sampledReceived) * 1000 / passed;
            sentRates[next] = (out - sampledSent) * 1000 / passed;
            next = (next + 1) % SAMPLES;
        }
        sampledAt = now;
        sampledReceived = in;
        sampledSent = out;
    }

    private static double kilobytes(long[] rates) {
        long sum = 0;
        for (long rate : rates) {
            sum += rate;
        }
        return (double) sum / SAMPLES / 1024;
    }

    @Override
    public void write(InfoWriter out) {
        if (server.statistics().since != since) {
            // The counters were cleared.
            boolean first = since < 0;
            since = server.statistics().since;
            receivedBefore = first ? 0 : received();
            sentBefore = first ? 0 : sent();
        }
        out.field("total_net_input_bytes", received() - receivedBefore);
        out.field("total_net_output_bytes", sent() - sentBefore);
        out.field("instantaneous_input_kbps", kilobytes(receivedRates), 2);
        out.field("instantaneous_output_kbps", kilobytes(sentRates), 2);
    }
}
