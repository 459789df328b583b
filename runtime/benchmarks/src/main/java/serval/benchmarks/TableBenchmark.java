package serval.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
import serval.bytes.KeyHash;
import serval.structures.table.HashTable;

/** The hash table with keys that are nothing but their bytes, asked for in random order; per key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "-Xmx2g"})
public class TableBenchmark {
    private static final int BATCH = 1024;
    private static final int KEY = 16;

    /** Keys in the table: what fits the caches, and what does not. */
    @Param({"10000", "1000000"})
    public int keys;

    private final Keys table = new Keys();
    private final byte[] asked = new byte[BATCH * KEY];

    private static final class Keys extends HashTable<byte[]> {
        @Override
        protected long hashOf(byte[] entry) {
            return KeyHash.hash(entry, 0, entry.length);
        }

        @Override
        protected boolean matches(byte[] entry, byte[] key, int offset, int length) {
            return Arrays.equals(entry, 0, entry.length, key, offset, offset + length);
        }
    }

    /** Fills the table. */
    @Setup
    public void fill() {
        for (int i = 0; i < keys; i++) {
            byte[] key = new byte[KEY];
            write(i, key, 0);
            table.add(KeyHash.hash(key, 0, KEY), key);
        }
    }

    /** Chooses what is asked for. */
    @Setup(Level.Iteration)
    public void choose() {
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < BATCH; i++) {
            write(random.nextInt(keys), asked, i * KEY);
        }
    }

    private static void write(int number, byte[] target, int at) {
        for (int i = KEY - 1, left = number; i >= 0; i--, left /= 10) {
            target[at + i] = (byte) ('0' + left % 10);
        }
    }

    /** Look-ups of keys that are there, hash included; the same thousand again and again, so they end up in the caches. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void find(Blackhole sink) {
        for (int i = 0; i < asked.length; i += KEY) {
            sink.consume(table.find(KeyHash.hash(asked, i, KEY), asked, i, KEY));
        }
    }

    /** A small table grown from nothing to a thousand keys and dropped, however many {@link #keys} there are. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long add() {
        Keys fresh = new Keys();
        for (int i = 0; i < asked.length; i += KEY) {
            byte[] key = Arrays.copyOfRange(asked, i, i + KEY);
            fresh.put(KeyHash.hash(key, 0, KEY), key, 0, KEY, key);
        }
        return fresh.size();
    }

    /** A stretch of a scan: per call, which visits about five keys. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void scan(Blackhole sink) {
        long cursor = 0;
        for (int i = 0; i < BATCH; i++) {
            cursor = table.scan(cursor, sink::consume);
        }
    }
}
