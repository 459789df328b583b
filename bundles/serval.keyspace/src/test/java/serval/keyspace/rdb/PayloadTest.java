package serval.keyspace.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static byte[] payload(int version) {
        RdbOutput out = new RdbOutput(false);
        byte[] text = "text".getBytes(StandardCharsets.US_ASCII);
        out.octet(0);
        out.string(text, 0, text.length);
        return Payload.seal(out, version);
    }

    @Test
    void sealedPayloadIsSound() {
        byte[] payload = payload(10);
        assertTrue(Payload.isSound(payload, true));
        assertEquals(6, Payload.end(payload));
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] payload = payload(10);
        for (int i = 0; i < payload.length; i++) {
            byte[] changed = payload.clone();
            changed[i] ^= 1;
            assertFalse(Payload.isSound(changed, true), "byte " + i);
        }
    }

    @Test
    void zeroIsAChecksumLikeAnyOther() {
        byte[] payload = payload(10);
        Arrays.fill(payload, payload.length - 8, payload.length, (byte) 0);
        assertFalse(Payload.isSound(payload, true));
    }

    @Test
    void newerVersionsAndShortPayloadsAreRefused() {
        assertFalse(Payload.isSound(payload(Payload.NEWEST_VERSION + 1), true));
        assertFalse(Payload.isSound(new byte[9], true));
        assertFalse(Payload.isSound(new byte[0], true));
    }
}
