package serval.engine;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a call that ends at once pays for being able to give its thread back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED"})
public class LongCallBenchmark {
    private long done;

    private final Runnable work = () -> done++;

    /** A plain call. */
    @Benchmark
    public long direct() {
        work.run();
        return done;
    }

    /** A continuation on the same thread, as chosen. */
    @Benchmark
    public long continuation() {
        new ContinuationCoroutine(work).step();
        return done;
    }

    /** The same, pausing once. */
    @Benchmark
    public long continuationWithOnePause() {
        Coroutine[] self = new Coroutine[1];
        self[0] = new ContinuationCoroutine(() -> {
            done++;
            self[0].pause();
            done++;
        });
        self[0].step();
        self[0].step();
        return done;
    }

    /** A thread of its own, as where continuations are hidden. */
    @Benchmark
    public long thread() {
        new ThreadCoroutine(work).step();
        return done;
    }
}
