package serval.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.Blackhole;
import serval.benchmarks.BenchmarkSession;
import serval.keyspace.BenchmarkKeyspace;
import serval.spi.engine.CommandEntry;
import serval.spi.request.Request;
import serval.string.SetCommands;
import serval.string.StringReadCommands;

/** A command's way from its words to its reply, without decoding and without a socket; per command, in batches of 16. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "-Xmx2g"})
public class DispatchBenchmark {
    private static final int BATCH = 16;
    private static final int REQUESTS = 4096;

    /** Keys in the database. */
    @Param({"10000", "1000000"})
    public int keys;

    private final Core core = new Core(BenchmarkKeyspace.create(), new EngineDirectives());
    private final BenchmarkSession session = new BenchmarkSession();
    private final Request[] gets = new Request[REQUESTS];
    private final Request[] sets = new Request[REQUESTS];
    private final ByteBuffer sink = ByteBuffer.allocateDirect(1 << 16);
    private int next;

    /** Installs GET and SET and fills the database. */
    @Setup
    public void fill() {
        core.keyspace().attach(new KeyspaceNews(core, core.execution));
        core.registry.add("read", "serval.string", 0, new StringReadCommands().commands());
        core.registry.add("set", "serval.string", 0, new SetCommands().commands());
        core.enter();
        for (int i = 0; i < keys; i++) {
            core.execution.execute(session, request("SET", key(i), "x".repeat(32)));
            drain();
        }
        core.leave();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < REQUESTS; i++) {
            gets[i] = request("GET", key(random.nextInt(keys)));
            sets[i] = request("SET", key(random.nextInt(keys)), "y".repeat(32));
        }
    }

    private static String key(int number) {
        return String.format("key:%012d", number);
    }

    private static Request request(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return new Request().set(bytes);
    }

    private void drain() {
        sink.clear();
        session.out().drain(sink, Long.MAX_VALUE);
    }

    /** The look-up of a name alone. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void find(Blackhole seen) {
        CommandSnapshot snapshot = core.registry.published();
        for (int i = 0; i < BATCH; i++) {
            Request request = gets[next + i];
            @Nullable CommandEntry command = snapshot.find(request.array(0), request.offset(0), request.length(0));
            seen.consume(command);
        }
        next = next + BATCH & REQUESTS - 1;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void get() {
        batch(gets);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void set() {
        batch(sets);
    }

    private void batch(Request[] requests) {
        core.enter();
        for (int i = 0; i < BATCH; i++) {
            core.execution.execute(session, requests[next + i]);
        }
        core.leave();
        drain();
        next = next + BATCH & REQUESTS - 1;
    }
}
