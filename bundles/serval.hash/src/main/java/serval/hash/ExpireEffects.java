package serval.hash;

import serval.bytes.Ascii;
import serval.bytes.Longs;
import serval.sdk.command.Call;

/** What expiries of fields leave in the journal: absolute times, and only the fields that were there. */
final class ExpireEffects {
    private static final byte[] HPEXPIREAT = Ascii.bytes("HPEXPIREAT");
    private static final byte[] HPERSIST = Ascii.bytes("HPERSIST");
    private static final byte[] HDEL = Ascii.bytes("HDEL");
    private static final byte[] FIELDS = Ascii.bytes("FIELDS");

    private ExpireEffects() {}

    static void expire(Call call, long expiry, byte[]... fields) {
        byte[][] words = new byte[5 + fields.length][];
        words[0] = HPEXPIREAT;
        words[1] = call.copy(1);
        words[2] = Longs.toBytes(expiry);
        words[3] = FIELDS;
        words[4] = Longs.toBytes(fields.length);
        System.arraycopy(fields, 0, words, 5, fields.length);
        call.effects().replaceWith(words);
    }

    static void persist(Call call, byte[]... fields) {
        byte[][] words = new byte[4 + fields.length][];
        words[0] = HPERSIST;
        words[1] = call.copy(1);
        words[2] = FIELDS;
        words[3] = Longs.toBytes(fields.length);
        System.arraycopy(fields, 0, words, 4, fields.length);
        call.effects().replaceWith(words);
    }

    static void delete(Call call, byte[]... fields) {
        byte[][] words = new byte[2 + fields.length][];
        words[0] = HDEL;
        words[1] = call.copy(1);
        System.arraycopy(fields, 0, words, 2, fields.length);
        call.effects().replaceWith(words);
    }
}
