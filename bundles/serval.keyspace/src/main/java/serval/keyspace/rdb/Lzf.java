package serval.keyspace.rdb;

import serval.sdk.type.CorruptValueException;

/**
 * LZF: literal runs of 1 to 32 bytes and back references of 3 to 264 bytes into the last 8 KB, each led by a control byte.
 */
public final class Lzf {
    private static final int HASH_BITS = 14;
    private static final int LONGEST_LITERAL = 32;
    private static final int FARTHEST = 1 << 13;
    private static final int LONGEST_MATCH = 264;

    private static final ThreadLocal<Seen> SEEN = ThreadLocal.withInitial(Seen::new);

    /**
     * Where three bytes were seen last. It is used for one string after another without being cleared: places are counted on, and
     * those below {@link #base} are of earlier strings.
     */
    private static final class Seen {
        final int[] places = new int[1 << HASH_BITS];
        int base = 1;

        /** Begins a string of this length; returns what its first byte counts as. */
        int begin(int length) {
            if (base > Integer.MAX_VALUE - length - 1) {
                java.util.Arrays.fill(places, 0);
                base = 1;
            }
            int first = base;
            base += length;
            return first;
        }
    }

    private Lzf() {}

    /**
     * Compresses bytes into a stretch of another array.
     *
     * @param begin where what is written begins
     * @param most how many bytes may be written
     * @return the number of bytes written to {@code out}, or 0 if they would not fit
     */
    public static int compress(byte[] in, int from, int length, byte[] out, int begin, int most) {
        Seen seen = SEEN.get();
        int[] lastSeen = seen.places;
        int base = seen.begin(length);
        int end = from + length;
        int at = from;
        int literalFrom = from;
        int to = begin;
        int stop = begin + most;
        while (at + 2 < end) {
            int hash = hash(in, at);
            int candidate = lastSeen[hash] - base + from;
            lastSeen[hash] = at - from + base;
            int distance = at - candidate - 1;
            if (candidate >= from && distance < FARTHEST && same3(in, candidate, at)) {
                int literals = at - literalFrom;
                to = literals(in, literalFrom, literals, out, to, stop);
                int longest = Math.min(LONGEST_MATCH, end - at);
                int matched = 3;
                while (matched < longest && in[candidate + matched] == in[at + matched]) {
                    matched++;
                }
                if (to < 0 || to + 3 > stop) {
                    return 0;
                }
                int code = matched - 2;
                if (code < 7) {
                    out[to++] = (byte) (code << 5 | distance >> 8);
                } else {
                    out[to++] = (byte) (7 << 5 | distance >> 8);
                    out[to++] = (byte) (code - 7);
                }
                out[to++] = (byte) distance;
                at += matched;
                literalFrom = at;
            } else {
                at++;
            }
        }
        to = literals(in, literalFrom, end - literalFrom, out, to, stop);
        return Math.max(to - begin, 0);
    }

    private static int literals(byte[] in, int from, int count, byte[] out, int to, int stop) {
        int at = to;
        int left = count;
        int next = from;
        while (left > 0 && at >= 0) {
            int run = Math.min(LONGEST_LITERAL, left);
            if (at + run + 1 > stop) {
                return -1;
            }
            out[at++] = (byte) (run - 1);
            System.arraycopy(in, next, out, at, run);
            at += run;
            next += run;
            left -= run;
        }
        return at;
    }

    private static int hash(byte[] in, int at) {
        int three = (in[at] & 0xff) << 16 | (in[at + 1] & 0xff) << 8 | in[at + 2] & 0xff;
        return three * 0x9E3779B1 >>> 32 - HASH_BITS;
    }

    private static boolean same3(byte[] in, int one, int other) {
        return in[one] == in[other] && in[one + 1] == in[other + 1] && in[one + 2] == in[other + 2];
    }

    /**
     * Expands bytes into exactly {@code out.length} bytes.
     *
     * @throws CorruptValueException if they are not that
     */
    public static void expand(byte[] in, int from, int length, byte[] out) {
        int at = from;
        int end = from + length;
        int to = 0;
        while (at < end) {
            int control = in[at++] & 0xff;
            if (control < LONGEST_LITERAL) {
                int run = control + 1;
                if (at + run > end || to + run > out.length) {
                    throw corrupt();
                }
                System.arraycopy(in, at, out, to, run);
                at += run;
                to += run;
                continue;
            }
            int count = control >> 5;
            if (count == 7) {
                if (at >= end) {
                    throw corrupt();
                }
                count += in[at++] & 0xff;
            }
            if (at >= end) {
                throw corrupt();
            }
            int source = to - ((control & 0x1f) << 8) - (in[at++] & 0xff) - 1;
            count += 2;
            if (source < 0 || to + count > out.length) {
                throw corrupt();
            }
            for (int i = 0; i < count; i++) {
                out[to++] = out[source++];
            }
        }
        if (to != out.length) {
            throw corrupt();
        }
    }

    private static CorruptValueException corrupt() {
        return new CorruptValueException("compressed string is damaged");
    }
}
