package serval.hash;

import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;

/** Removes fields whose time is up as they are come upon. */
final class Expiries {
    /** The latest time that a field may be given, in milliseconds since 1970. */
    static final long LATEST = 0x0000_FFFF_FFFF_FFFFL >> 2;
    /** The latest time that a field may have been saved with. */
    static final long LATEST_LOADED = 0x0000_FFFF_FFFF_FFFFL;

    private static final byte[] HDEL = Ascii.bytes("HDEL");

    private Expiries() {}

    /**
     * The position of a field that is there; one whose time is up is removed, and with the last one the key, where that is allowed.
     *
     * @return a negative number if there is none
     */
    static long find(Call call, Key key, Hash hash, ByteSlice field) {
        long at = hash.find(field);
        if (at < 0 || !hash.isExpired(at, call.now())) {
            return at;
        }
        Keys.Expired mode = call.keys().expired();
        if (mode == Keys.Expired.REMOVE) {
            drop(call, key, hash, at, field);
            key.event(EventClass.HASH, "hexpired");
            dropKey(key, hash);
            key.modified();
        }
        return mode == Keys.Expired.SHOW ? at : -1;
    }

    /** Removes a field whose time is up, telling nobody but the journal. */
    static void drop(Call call, Key key, Hash hash, long at, ByteSlice field) {
        if (call.effects().areWanted()) {
            call.effects().replaceWith(HDEL, key.name().copy(), field.copy());
        }
        key.update(HashType.INSTANCE);
        hash.removeAt(at);
    }

    /** Removes the key of a hash that has become empty; returns whether it has. */
    static boolean dropKey(Key key, Hash hash) {
        if (!hash.isEmpty()) {
            return false;
        }
        key.event(EventClass.GENERIC, "del");
        key.remove(false);
        return true;
    }

    /**
     * Removes the fields whose time is up, so many at most.
     *
     * @return how many; the key is gone if the hash is empty afterwards
     */
    static int dropAll(Call call, Key key, Hash hash, int most) {
        if (hash.nextExpiry() >= call.now()) {
            return 0;
        }
        Scratch scratch = new Scratch();
        int dropped = 0;
        while (dropped < most && hash.nextExpiry() < call.now()) {
            long at = hash.first(scratch);
            drop(call, key, hash, at, scratch.field);
            dropped++;
        }
        key.event(EventClass.HASH, "hexpired");
        dropKey(key, hash);
        key.modified();
        return dropped;
    }

    /** Journals the call as it was sent, behind what has been removed before. */
    static void asSent(Call call) {
        if (call.effects().areWanted()) {
            byte[][] words = new byte[call.count()][];
            for (int i = 0; i < words.length; i++) {
                words[i] = call.copy(i);
            }
            call.effects().replaceWith(words);
        }
    }
}
