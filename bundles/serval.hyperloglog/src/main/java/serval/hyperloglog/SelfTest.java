package serval.hyperloglog;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What PFSELFTEST does: registers keep what they are given, encodings agree, and estimates are near enough. */
final class SelfTest {
    private static final int CYCLES = 1000;
    private static final int MOST_ELEMENTS = 10_000_000;
    private static final int BETWEEN_CHECKPOINTS = 1 << 14;

    private final long sparseMaxBytes;
    private final Runnable checkpoint;

    /**
     * A test.
     *
     * @param checkpoint run every so often
     */
    SelfTest(long sparseMaxBytes, Runnable checkpoint) {
        this.sparseMaxBytes = sparseMaxBytes;
        this.checkpoint = checkpoint;
    }

    /** Runs it; returns what failed, or null. */
    @Nullable
    String run() {
        String failure = testRegisters();
        return failure != null ? failure : testEstimates();
    }

    private @Nullable String testRegisters() {
        byte[] dense = new byte[Dense.BYTES];
        byte[] expected = new byte[Dense.REGISTERS];
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) ThreadLocalRandom.current().nextInt(64);
                Dense.set(dense, 0, i, expected[i]);
            }
            for (int i = 0; i < expected.length; i++) {
                int value = Dense.get(dense, 0, i);
                if (value != expected[i]) {
                    return "Register " + i + " should be " + expected[i] + " but is " + value;
                }
            }
            checkpoint.run();
        }
        return null;
    }

    private @Nullable String testEstimates() {
        Sketch dense = Sketch.empty();
        dense.makeDense();
        Sketch sketch = Sketch.empty();
        double error = 1.04 / Math.sqrt(Dense.REGISTERS);
        long seed = ThreadLocalRandom.current().nextLong();
        byte[] element = new byte[Long.BYTES];
        long examined = 1;
        for (int count = 1; count <= MOST_ELEMENTS; count++) {
            long bits = count ^ seed;
            for (int i = 0; i < element.length; i++) {
                element[i] = (byte) (bits >>> 8 * i);
            }
            long hash = ElementHash.hash(element, 0, element.length);
            dense.set(ElementHash.register(hash), ElementHash.run(hash), sparseMaxBytes);
            sketch.set(ElementHash.register(hash), ElementHash.run(hash), sparseMaxBytes);
            if (count == examined) {
                if (count < sparseMaxBytes / 2 && !sketch.isSparse()) {
                    return "sparse encoding not used";
                }
                long estimate = dense.cardinality();
                if (estimate != sketch.cardinality()) {
                    return "dense/sparse disagree";
                }
                long most = count == 10 ? 1 : (long) Math.ceil(error * 6 * count);
                if (Math.abs(count - estimate) > most) {
                    return "Too big error. card:" + count + " abserr:" + Math.abs(count - estimate);
                }
                examined *= 10;
            }
            if (count % BETWEEN_CHECKPOINTS == 0) {
                checkpoint.run();
            }
        }
        return null;
    }
}
