package serval.example.events;

import java.util.Arrays;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Glob;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.event.EventClass;

/**
 * Which events are wanted.
 *
 * @param classes the classes' bits
 * @param patterns glob patterns, one of which a key has to match
 * @param stream the stream that is written to, whose own events are never wanted; empty for no events at all
 */
record EventFilter(int classes, byte[][] patterns, byte[] stream) {
    /** Reads the letters and the patterns as the directives have them, patterns apart by blanks. */
    static EventFilter of(String letters, String patterns, String stream) {
        return new EventFilter(
                bits(letters),
                Arrays.stream(patterns.split(" "))
                        .filter(pattern -> !pattern.isEmpty())
                        .map(Ascii::bytes)
                        .toArray(byte[][]::new),
                Ascii.bytes(stream));
    }

    /** The bits of classes given by their letters in {@code notify-keyspace-events}; {@code A} is what it is there. */
    static int bits(String letters) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            int more = 0;
            for (EventClass one : EventClass.values()) {
                if (letters.charAt(i) == one.letter() || letters.charAt(i) == 'A' && one.isInAll()) {
                    more |= one.bit();
                }
            }
            if (more == 0) {
                throw new ConfigRejectedException("no class of events has the letter " + letters.charAt(i));
            }
            bits |= more;
        }
        return bits;
    }

    boolean wants(EventClass eventClass, ByteSlice key) {
        if (stream.length == 0 || (classes & eventClass.bit()) == 0 || key.sameAs(stream)) {
            return false;
        }
        for (byte[] pattern : patterns) {
            if (Glob.matches(pattern, 0, pattern.length, key.array(), key.offset(), key.length(), false)) {
                return true;
            }
        }
        return false;
    }
}
