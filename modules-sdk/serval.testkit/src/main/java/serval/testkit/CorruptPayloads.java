package serval.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import serval.bytes.Crc64;

/** Damaged forms of a DUMP. Their checksums are right, so that it is the type's own reading that is tested. */
final class CorruptPayloads {
    /** The version of the format and the checksum. */
    private static final int FOOTER = 10;

    private static final int VERSION = 2;
    private static final int TRUNCATIONS = 64;
    private static final int FLIPS = 256;
    /** Of a large payload few forms have to do: each is sent and read as a whole. */
    private static final int MOST_BYTES = 8 << 20;

    private CorruptPayloads() {}

    /**
     * A damaged payload.
     *
     * @param damage what was done to it
     * @param bytes the payload
     */
    record Payload(String damage, byte[] bytes) {}

    /** The damaged forms of a payload, the same ones each time. */
    static List<Payload> of(byte[] dump) {
        int body = dump.length - FOOTER;
        int most = Math.max(8, MOST_BYTES / Math.max(1, dump.length));
        List<Payload> all = new ArrayList<>();
        int truncations = Math.min(Math.min(TRUNCATIONS, most), body);
        for (int i = 0; i < truncations; i++) {
            int length = 1 + (int) ((long) i * (body - 1) / truncations);
            byte[] cut = Arrays.copyOf(dump, length + FOOTER);
            System.arraycopy(dump, body, cut, length, VERSION);
            all.add(new Payload("only " + length + " of " + body + " bytes", sealed(cut)));
        }
        Random random = new Random(body);
        for (int i = 0; i < Math.min(FLIPS, most); i++) {
            // The head, where counts and versions are, as often as all the rest.
            int at = (i & 1) == 0 ? random.nextInt(Math.min(body, 32)) : random.nextInt(body);
            int bit = random.nextInt(8);
            byte[] flipped = dump.clone();
            flipped[at] ^= (byte) (1 << bit);
            all.add(new Payload("bit " + bit + " of byte " + at + " of " + body + " flipped", sealed(flipped)));
        }
        return all;
    }

    private static byte[] sealed(byte[] payload) {
        int covered = payload.length - FOOTER + VERSION;
        long checksum = Crc64.of(payload, 0, covered);
        for (int i = 0; i < 8; i++) {
            payload[covered + i] = (byte) (checksum >>> 8 * i);
        }
        return payload;
    }
}
