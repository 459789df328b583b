package serval.keyspace.rdb;

import serval.bytes.Crc64;

/** What DUMP answers and RESTORE takes: a type code and a value, the RDB version in two bytes, and a CRC64 of all before it. */
public final class Payload {
    /** The newest version that is read. */
    public static final int NEWEST_VERSION = 12;

    private static final int FOOTER = 10;

    private Payload() {}

    /** Ends a payload with its version and its checksum. */
    public static byte[] seal(RdbOutput out, int rdbVersion) {
        out.octet(rdbVersion);
        out.octet(rdbVersion >> 8);
        out.fixed64(Crc64.of(out.array(), 0, out.size()));
        return out.toBytes();
    }

    /** Whether a payload's version can be read and, unless that does not matter, its checksum is right. */
    public static boolean isSound(byte[] payload, boolean verified) {
        if (payload.length < FOOTER) {
            return false;
        }
        int at = payload.length - FOOTER;
        int version = payload[at] & 0xff | (payload[at + 1] & 0xff) << 8;
        if (version > NEWEST_VERSION) {
            return false;
        }
        if (!verified) {
            return true;
        }
        long wanted = 0;
        for (int i = 7; i >= 0; i--) {
            wanted = wanted << 8 | payload[at + 2 + i] & 0xff;
        }
        return wanted == Crc64.of(payload, 0, payload.length - 8);
    }

    /** Where the value of a sound payload ends. */
    public static int end(byte[] payload) {
        return payload.length - FOOTER;
    }
}
