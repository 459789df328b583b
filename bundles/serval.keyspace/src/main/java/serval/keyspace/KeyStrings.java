package serval.keyspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.key.StringKey;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.type.Value;
import serval.spi.gate.GateCall;
import serval.spi.gate.Origin;
import serval.spi.request.Request;

/** The strings of keys: read in place, packed with their key while they are short. */
abstract class KeyStrings extends LocatedKey implements StringKey {
    /** From here on a string is referred to by replies and adopted from requests instead of being copied. */
    private static final int LARGE = 16 * 1024;
    /** Room for a string of this length, which a few bytes of a request may ask for, is not taken for granted. */
    private static final int ASKED_FOR = 1 << 20;
    /** A string growing in place leaves the packed form here. */
    private static final int LARGEST_REPACKED = 128;

    private final ByteSlice view = new ByteSlice();
    private boolean soleOwner;

    KeyStrings(Db db) {
        super(db);
    }

    /** Puts a value of any type; a short string is packed. */
    void replaceBy(Value value, long expiresAt) {
        if (value instanceof StringValue string && !string.isRaw()) {
            setString(string.array(), 0, string.length(), expiresAt, 0, null, false);
            return;
        }
        Object before = findToReplace();
        place(before, entry(before, value, expiresAt, freshAccess(before)), false);
    }

    private static void requireString(Object entry) {
        if (!Entries.isString(entry)) {
            throw CommandError.WRONG_TYPE.exception();
        }
    }

    @Override
    public @Nullable ByteSlice read() {
        Object entry = findToRead(true);
        if (entry == null) {
            return null;
        }
        requireString(entry);
        return Entries.string(entry, view);
    }

    @Override
    public @Nullable ByteSlice current() {
        Object entry = findToUpdate();
        if (entry == null) {
            return null;
        }
        requireString(entry);
        return Entries.string(entry, view);
    }

    @Override
    public @Nullable ByteSlice look() {
        Object entry = find();
        if (entry == null) {
            return null;
        }
        requireString(entry);
        return Entries.string(entry, view);
    }

    @Override
    public boolean replyTo(Reply reply) {
        Object entry = findToRead(true);
        if (entry == null) {
            return false;
        }
        if (entry instanceof byte[] packed) {
            int from = Packed.valueOffset(packed);
            reply.bulk(packed, from, packed.length - from);
            return true;
        }
        requireString(entry);
        StringValue value = (StringValue) ((Entry) entry).value;
        if (value.length() >= LARGE) {
            value.share();
            reply.sharedBulk(value.array(), 0, value.length());
        } else {
            reply.bulk(value.array(), 0, value.length());
        }
        return true;
    }

    @Override
    public int length() {
        Object entry = findToRead(true);
        if (entry == null) {
            return 0;
        }
        requireString(entry);
        return Entries.string(entry, view).length();
    }

    @Override
    public void set(byte[] bytes, int from, int count) {
        setString(bytes, from, count, -1, 0, null, false);
    }

    @Override
    public void setKeepingExpiry(byte[] bytes, int from, int count) {
        Object before = find();
        setString(bytes, from, count, before == null ? -1 : Entries.expiresAt(before), 0, null, true);
    }

    @Override
    public void set(Call call, int argument, long expiresAt) {
        Request request = ((GateCall) call).request();
        byte[] bytes = request.array(argument);
        int count = request.length(argument);
        long expiry = expiresAt;
        if (expiresAt == KEEP_EXPIRY) {
            Object before = find();
            expiry = before == null ? -1 : Entries.expiresAt(before);
        }
        byte[] adopted = count >= LARGE && request.isOwned(argument) ? bytes : null;
        // Whoever keeps the words of a request refers to the same array: the journal, or the caller of a nested call.
        soleOwner =
                ((GateCall) call).origin() == Origin.CLIENT && !call.effects().areWanted();
        setString(bytes, request.offset(argument), count, expiry, 0, adopted, false);
    }

    @Override
    public void setNumber(long value) {
        byte[] digits = db.keyspace().scratch();
        int count = Longs.write(value, digits, 0);
        setKeepingExpiry(digits, 0, count);
    }

    private void setString(
            byte[] bytes, int from, int count, long expiresAt, int flags, byte @Nullable [] adopted, boolean edited) {
        Object before = findToReplace();
        if (!Packed.fits(length, count) || !Packed.canExpireAt(expiresAt)) {
            if (before instanceof Entry entry && overwrite(entry, bytes, from, count, expiresAt, flags)) {
                db.replaced(name, edited, false);
                return;
            }
            byte[] own = adopted != null ? adopted : Arrays.copyOfRange(bytes, from, from + count);
            StringValue value = new StringValue(own, count, (flags & Packed.RAW) != 0);
            if (adopted != null && !soleOwner) {
                value.share();
            }
            place(before, entry(before, value, expiresAt, freshAccess(before)), edited);
            return;
        }
        if (before instanceof byte[] packed && overwrite(packed, bytes, from, count, expiresAt, flags)) {
            db.replaced(name, edited, false);
            return;
        }
        byte[] entry = Packed.make(array, offset, length, count, expiresAt, flags, freshAccess(before));
        System.arraycopy(bytes, from, entry, entry.length - count, count);
        place(before, entry, edited);
    }

    /** Writes a long string over one of the same length that nobody else refers to: the old generation gets no garbage. */
    private boolean overwrite(Entry entry, byte[] bytes, int from, int count, long expiresAt, int flags) {
        if (flags != 0 || !(entry.value instanceof StringValue value) || value.isShared() || !value.fits(count)) {
            return false;
        }
        if (entry.expiresAt() >= 0 != expiresAt >= 0) {
            return false;
        }
        openForWriting(entry);
        // A snapshot that has just been told may refer to the array now.
        if (!value.overwrite(bytes, from, count)) {
            return false;
        }
        entry.expireAt(expiresAt);
        entry.access(freshAccess(entry));
        return true;
    }

    /** Writes a string over one of the same length, which costs no memory. */
    private boolean overwrite(byte[] packed, byte[] bytes, int from, int count, long expiresAt, int flags) {
        int at = Packed.valueOffset(packed);
        boolean expires = (Packed.flags(packed) & Packed.EXPIRES) != 0;
        if (packed.length - at != count || expires != expiresAt >= 0) {
            return false;
        }
        openForWriting(packed);
        System.arraycopy(bytes, from, packed, at, count);
        if (expires) {
            Packed.expiresAt(packed, expiresAt);
        }
        if (flags == 0) {
            Packed.clearFlag(packed, Packed.RAW);
        } else {
            Packed.setFlag(packed, flags);
        }
        Packed.access(packed, freshAccess(packed));
        return true;
    }

    @Override
    public ByteSlice edit(int least) {
        if (least >= ASKED_FOR && !db.keyspace().memory().mayTake(least)) {
            throw CommandError.OUT_OF_MEMORY.exception();
        }
        Object entry = findToUpdate();
        if (entry == null) {
            if (least <= LARGEST_REPACKED && Packed.fits(length, least)) {
                byte[] packed = Packed.make(array, offset, length, least, -1, Packed.RAW, freshAccess(null));
                place(null, packed, true);
                return Entries.string(packed, view);
            }
            StringValue value = new StringValue(new byte[least], least, true);
            place(null, entry(null, value, -1, freshAccess(null)), true);
            return view.set(value.array(), 0, least);
        }
        requireString(entry);
        openForWriting(entry);
        if (entry instanceof byte[] packed) {
            return editPacked(packed, least);
        }
        StringValue value = (StringValue) ((Entry) entry).value;
        long before = value.bytes();
        value.edit(least);
        db.tables().weigh(value.bytes() - before);
        return view.set(value.array(), 0, value.length());
    }

    private ByteSlice editPacked(byte[] packed, int least) {
        int from = Packed.valueOffset(packed);
        int now = packed.length - from;
        if (least <= now) {
            Packed.setFlag(packed, Packed.RAW);
            return view.set(packed, from, now);
        }
        long expiresAt = Packed.expiresAt(packed);
        if (least <= LARGEST_REPACKED) {
            byte[] longer = Packed.make(array, offset, length, least, expiresAt, Packed.RAW, Packed.access(packed));
            System.arraycopy(packed, from, longer, longer.length - least, now);
            db.tables().replace(position, hash, packed, longer);
            return Entries.string(longer, view);
        }
        StringValue value = new StringValue(Arrays.copyOfRange(packed, from, packed.length), now, true);
        value.edit(least);
        db.tables().replace(position, hash, packed, entry(null, value, expiresAt, Packed.access(packed)));
        return view.set(value.array(), 0, value.length());
    }

    @Override
    public int append(byte[] bytes, int from, int count) {
        Object entry = findToUpdate();
        int before = 0;
        if (entry != null) {
            requireString(entry);
            before = Entries.string(entry, view).length();
        }
        ByteSlice longer = edit(Math.addExact(before, count));
        System.arraycopy(bytes, from, longer.array(), longer.offset() + before, count);
        return before + count;
    }
}
