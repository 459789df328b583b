package serval.system;

import org.junit.jupiter.api.RepetitionInfo;

/**
 * Seeds of tests that play random commands: the same ones in every run, so that a build that passed passes again.
 * {@code -Dserval.seed=N} plays one of them, {@code -Dserval.seed=random} new ones, which is what long runs by hand are made of.
 */
public final class RandomSeed {
    private static final String ASKED = System.getProperty("serval.seed", "");

    private RandomSeed() {}

    /**
     * Returns the seed for one repetition of a test.
     *
     * @param repetition which repetition it is
     * @return always the same one for the same repetition unless another seed is asked for
     */
    public static long of(RepetitionInfo repetition) {
        // Neighbours make java.util.Random begin alike.
        return of(repetition.getCurrentRepetition() * 0x9E37_79B9_7F4A_7C15L);
    }

    /**
     * Returns the seed for a test.
     *
     * @param usual the seed unless another is asked for
     * @return any number
     */
    public static long of(long usual) {
        return switch (ASKED) {
            case "" -> usual;
            case "random" -> System.nanoTime();
            default -> Long.parseLong(ASKED);
        };
    }
}
