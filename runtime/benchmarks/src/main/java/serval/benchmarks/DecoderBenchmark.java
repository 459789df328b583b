package serval.benchmarks;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import serval.protocol.DecoderLimits;
import serval.protocol.RequestDecoder;

/** Decoding of a pipelined buffer, per request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecoderBenchmark implements DecoderLimits {
    private static final int REQUESTS = 16;

    /** Bytes of the value in each SET; 0 for GETs. */
    @Param({"0", "16", "1024"})
    public int value;

    private final RequestDecoder decoder = new RequestDecoder(this);
    private byte[] buffer = new byte[0];

    /** Fills the buffer. */
    @Setup
    public void fill() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < REQUESTS; i++) {
            String key = "$16\r\nkey:" + String.format("%012d", i * 7919) + "\r\n";
            all.writeBytes((value == 0
                            ? "*2\r\n$3\r\nGET\r\n" + key
                            : "*3\r\n$3\r\nSET\r\n" + key + "$" + value + "\r\n" + "x".repeat(value) + "\r\n")
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        buffer = all.toByteArray();
    }

    /** Sixteen requests that came with one read. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int decode() {
        decoder.feed(buffer, 0, buffer.length);
        int words = 0;
        while (decoder.next()) {
            words += decoder.request().count();
        }
        decoder.keep();
        return words;
    }

    @Override
    public boolean isTrusted() {
        return true;
    }

    @Override
    public long bulkLimit() {
        return 512L << 20;
    }

    @Override
    public boolean mayTake(long bytes) {
        return true;
    }
}
