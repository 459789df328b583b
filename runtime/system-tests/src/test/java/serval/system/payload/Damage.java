package serval.system.payload;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ways to damage the bytes of a value; what they do depends on nothing but the random numbers. */
final class Damage {
    private static final int[] TYPES = {
        0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25
    };
    private static final long[] LENGTHS = {
        0,
        1,
        2,
        63,
        64,
        16383,
        65535,
        1 << 24,
        Integer.MAX_VALUE,
        0x80000000L,
        0xFFFFFFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };
    /** Bytes that mean something: ends, codes of elements, lengths, encodings of strings. */
    private static final int[] TELLING = {
        0, 1, 2, 4, 5, 6, 7, 0x0C, 0x10, 0x20, 0x3F, 0x40, 0x7F, 0x80, 0x81, 0x82, 0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xD0,
        0xDF, 0xE0, 0xE1, 0xEF, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF
    };

    private final Random random;

    Damage(Random random) {
        this.random = random;
    }

    /** A damaged copy of one of these. */
    byte[] some(List<byte[]> values) {
        byte[] value = values.get(random.nextInt(values.size())).clone();
        for (int times = 1 + (random.nextInt(3) == 0 ? random.nextInt(4) : 0); times > 0 && value.length > 1; times--) {
            value = once(value, values);
        }
        return value;
    }

    private byte[] once(byte[] value, List<byte[]> values) {
        int at = place(value);
        switch (random.nextInt(12)) {
            case 0, 1 -> value[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> value[at] = (byte) random.nextInt(256);
            case 3, 4 -> value[at] = (byte) TELLING[random.nextInt(TELLING.length)];
            case 5 -> value[at] += (byte) (random.nextBoolean() ? 1 : -1);
            case 6 -> value[0] = (byte) TYPES[random.nextInt(TYPES.length)];
            case 7 -> {
                return Arrays.copyOf(value, 1 + random.nextInt(value.length));
            }
            case 8 -> {
                return spliced(value, at, Payloads.length(LENGTHS[random.nextInt(LENGTHS.length)]), 1);
            }
            case 9 -> {
                byte[] noise = new byte[random.nextInt(9)];
                random.nextBytes(noise);
                return spliced(value, at, noise, random.nextInt(9));
            }
            case 10 -> {
                byte[] other = values.get(random.nextInt(values.size()));
                int from = random.nextInt(other.length);
                byte[] part = Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(40)));
                return spliced(value, at, part, random.nextInt(40));
            }
            default -> number(value, at);
        }
        return value;
    }

    /** Mostly near the front, where lengths and counts are. */
    private int place(byte[] value) {
        int most = random.nextBoolean() ? value.length : Math.min(value.length, 40);
        return most == 1 ? 0 : 1 + random.nextInt(most - 1);
    }

    /** Overwrites bytes with a hostile number. */
    private void number(byte[] value, int at) {
        long number = LENGTHS[random.nextInt(LENGTHS.length)];
        int bytes = 1 << random.nextInt(4);
        boolean little = random.nextBoolean();
        for (int i = 0; i < bytes && at + i < value.length; i++) {
            value[at + i] = (byte) (number >>> 8 * (little ? i : bytes - 1 - i));
        }
    }

    private static byte[] spliced(byte[] value, int at, byte[] part, int instead) {
        int after = Math.min(value.length, at + instead);
        return Payloads.join(Arrays.copyOf(value, at), part, Arrays.copyOfRange(value, after, value.length));
    }
}
