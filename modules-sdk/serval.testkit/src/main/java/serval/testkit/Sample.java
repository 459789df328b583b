package serval.testkit;

/**
 * A value to test a type with, as the commands that make it.
 *
 * @param name what it is called in reports: {@code small}, {@code empty elements}, {@code 100,000 elements}
 * @param maker runs the commands
 */
public record Sample(String name, Maker maker) {
    /** Runs commands on a key. */
    @FunctionalInterface
    public interface Maker {
        /** Runs the commands; the same ones each time. */
        void run(ServalClient client, String key);
    }

    /** A sample of this name. */
    public static Sample of(String name, Maker maker) {
        return new Sample(name, maker);
    }

    @Override
    public String toString() {
        return name;
    }
}
