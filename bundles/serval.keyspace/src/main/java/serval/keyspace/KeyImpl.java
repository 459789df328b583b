package serval.keyspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.event.EventClass;
import serval.sdk.key.StringKey;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.gate.GateCall;
import serval.spi.gate.Origin;
import serval.spi.keyspace.OpenKey;
import serval.spi.request.Request;

/**
 * A key as a call holds it. What it found stays good until keys are added or removed; then it looks again.
 */
final class KeyImpl implements OpenKey, StringKey {
    /** From here on a string is referred to by replies and adopted from requests instead of being copied. */
    private static final int LARGE = 16 * 1024;
    /** Room for a string of this length, which a few bytes of a request may ask for, is not taken for granted. */
    private static final int ASKED_FOR = 1 << 20;
    /** A string growing in place leaves the packed form here. */
    private static final int LARGEST_REPACKED = 128;

    private final Db db;
    private final ByteSlice name = new ByteSlice();
    private final ByteSlice view = new ByteSlice();
    private byte[] array = name.array();
    private int offset;
    private int length;
    private long hash;

    private @Nullable Tables tables;
    private long structure;
    private long position;
    private boolean counted;
    private boolean writing;
    private boolean soleOwner;

    KeyImpl(Db db) {
        this.db = db;
    }

    KeyImpl point(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        name.set(array, offset, length);
        hash = KeyHash.hash(array, offset, length);
        tables = null;
        counted = false;
        writing = false;
        return this;
    }

    Db db() {
        return db;
    }

    @Override
    public ByteSlice name() {
        return name;
    }

    @Override
    public boolean isOpenForWriting() {
        return writing;
    }

    // Finding

    /** The entry, or null if there is none or it has expired. */
    @Nullable
    Object find() {
        Tables now = db.tables();
        if (tables != now || structure != now.structure) {
            locate(now);
            if (position >= 0) {
                long expiresAt = Entries.expiresAt(now.main.at(position));
                if (expiresAt >= 0 && expiresAt < db.keyspace().now()) {
                    foundExpired(now);
                }
            }
        }
        return position < 0 ? null : now.main.at(position);
    }

    private void locate(Tables now) {
        tables = now;
        position = now.main.locate(hash, array, offset, length);
        structure = now.structure;
    }

    private void foundExpired(Tables now) {
        switch (db.keyspace().lookups().expire()) {
            case REMOVE -> {
                db.removeExpired(now, position, hash, name);
                position = -1;
                structure = now.structure;
            }
            case HIDE -> position = -1;
            case SHOW -> {}
        }
    }

    /** The entry as it lies in the table, expired or not: for whoever replaces it. */
    private @Nullable Object findToReplace() {
        Object entry = find();
        if (entry == null && position < 0) {
            locate(db.tables());
            entry = position < 0 ? null : db.tables().main.at(position);
        }
        return entry;
    }

    private @Nullable Object findToRead(boolean touch) {
        Object entry = find();
        if (!counted) {
            counted = true;
            if (entry == null) {
                db.statistics().misses++;
                event(EventClass.KEY_MISS, "keymiss");
            } else {
                db.statistics().hits++;
            }
        }
        if (entry != null && touch) {
            touch(entry);
        }
        return entry;
    }

    private @Nullable Object findToUpdate() {
        Object entry = find();
        if (entry != null) {
            touch(entry);
        }
        return entry;
    }

    private void touch(Object entry) {
        KeyspaceImpl keyspace = db.keyspace();
        if (keyspace.lookups().touch()) {
            int before = Entries.access(entry);
            int after = keyspace.accessClock().used(before);
            if (after != before) {
                Entries.access(entry, after);
            }
        }
    }

    @Override
    public boolean exists() {
        return findToRead(false) != null;
    }

    @Override
    public boolean touch() {
        return findToRead(true) != null;
    }

    @Override
    public boolean existsForUpdate() {
        return findToUpdate() != null;
    }

    @Override
    public boolean isPresent() {
        return find() != null;
    }

    @Override
    public @Nullable ValueType<?> type() {
        Object entry = find();
        return entry == null
                ? null
                : entry instanceof Entry own ? shown(own.value) : StringType.INSTANCE;
    }

    private ValueType<?> shown(Value value) {
        return db.isDetached() && !(value instanceof ParkedValue)
                ? value.type()
                : db.keyspace().types().shown(value);
    }

    // Values

    @Override
    public <V extends Value> @Nullable V read(ValueType<V> type) {
        Object entry = findToRead(true);
        return entry == null ? null : typed(entry, type);
    }

    @Override
    public <V extends Value> @Nullable V update(ValueType<V> type) {
        Object entry = findToUpdate();
        if (entry == null) {
            return null;
        }
        V value = typed(entry, type);
        openForWriting(entry);
        db.keyspace().opened(db.tables(), value);
        return value;
    }

    @Override
    public <V extends Value> V updateOrCreate(ValueType<V> type) {
        V value = update(type);
        if (value == null) {
            value = type.empty();
            put(value);
            db.keyspace().opened(db.tables(), value);
        }
        return value;
    }

    /** The value as one of this type; a value of the type's earlier version, or a parked one, is brought over. */
    @SuppressWarnings("unchecked")
    private <V extends Value> V typed(Object entry, ValueType<V> type) {
        if (!(entry instanceof Entry own)) {
            throw CommandError.WRONG_TYPE.exception();
        }
        db.refuseRetired(type);
        Value value = own.value;
        return value.type() == type ? (V) value : broughtOver(own, value, type);
    }

    @SuppressWarnings("unchecked")
    private <V extends Value> V broughtOver(Entry entry, Value value, ValueType<V> type) {
        Value converted = db.keyspace().types().convert(value, type);
        db.keyspace().settleOpened(value);
        db.tables().exchange(entry, converted);
        return (V) converted;
    }

    private void openForWriting(Object entry) {
        writing = true;
        Tables now = db.tables();
        if (now.isWalked()) {
            now.beforeChange(hash, entry);
        }
    }

    @Override
    public @Nullable Value peek() {
        Object entry = find();
        return entry instanceof Entry own && !(own.value instanceof StringValue) ? own.value : null;
    }

    @Override
    public void put(Value value) {
        db.refuseRetired(value.type());
        replaceBy(value, -1);
    }

    @Override
    public void putKeepingExpiry(Value value) {
        db.refuseRetired(value.type());
        Object before = find();
        replaceBy(value, before == null ? -1 : Entries.expiresAt(before));
    }

    /** Puts a value of any type; a short string is packed. */
    void replaceBy(Value value, long expiresAt) {
        if (value instanceof StringValue string && !string.isRaw()) {
            setString(string.array(), 0, string.length(), expiresAt, 0, null);
            return;
        }
        Object before = findToReplace();
        place(before, new Entry(keyArray(before), value, expiresAt, freshAccess(before)));
    }

    private byte[] keyArray(@Nullable Object before) {
        return before instanceof Entry own ? own.key : Arrays.copyOfRange(array, offset, offset + length);
    }

    private int freshAccess(@Nullable Object before) {
        return before != null && db.keyspace().directives().isLfu()
                ? Entries.access(before)
                : db.keyspace().accessClock().fresh();
    }

    private void place(@Nullable Object before, Object entry) {
        writing = true;
        Tables now = db.tables();
        if (before == null) {
            db.keyspace().settleOpened();
            now.add(hash, entry);
            locate(now);
            db.created(name);
        } else {
            db.keyspace().settleOpened();
            now.replace(position, hash, before, entry);
            db.overwritten(name);
        }
    }

    // Strings

    @Override
    public StringKey string() {
        return this;
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
        setString(bytes, from, count, -1, 0, null);
    }

    @Override
    public void setKeepingExpiry(byte[] bytes, int from, int count) {
        Object before = find();
        setString(bytes, from, count, before == null ? -1 : Entries.expiresAt(before), 0, null);
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
        setString(bytes, request.offset(argument), count, expiry, 0, adopted);
    }

    @Override
    public void setNumber(long value) {
        byte[] digits = db.keyspace().scratch();
        int count = Longs.write(value, digits, 0);
        setKeepingExpiry(digits, 0, count);
    }

    private void setString(byte[] bytes, int from, int count, long expiresAt, int flags, byte @Nullable [] adopted) {
        Object before = findToReplace();
        if (!Packed.fits(length, count) || !Packed.canExpireAt(expiresAt)) {
            if (before instanceof Entry entry && overwrite(entry, bytes, from, count, expiresAt, flags)) {
                return;
            }
            byte[] own = adopted != null ? adopted : Arrays.copyOfRange(bytes, from, from + count);
            StringValue value = new StringValue(own, count, (flags & Packed.RAW) != 0);
            if (adopted != null && !soleOwner) {
                value.share();
            }
            place(before, new Entry(keyArray(before), value, expiresAt, freshAccess(before)));
            return;
        }
        if (before instanceof byte[] packed && overwrite(packed, bytes, from, count, expiresAt, flags)) {
            return;
        }
        byte[] entry = Packed.make(array, offset, length, count, expiresAt, flags, freshAccess(before));
        System.arraycopy(bytes, from, entry, entry.length - count, count);
        place(before, entry);
    }

    /** Writes a long string over one of the same length that nobody else refers to: the old generation gets no garbage. */
    private boolean overwrite(Entry entry, byte[] bytes, int from, int count, long expiresAt, int flags) {
        if (flags != 0 || !(entry.value instanceof StringValue value) || value.isShared() || !value.fits(count)) {
            return false;
        }
        openForWriting(entry);
        // A snapshot that has just been told may refer to the array now.
        if (!value.overwrite(bytes, from, count)) {
            return false;
        }
        long before = entry.expiresAt;
        entry.expiresAt = expiresAt;
        db.tables().moveExpiry(hash, entry, before, entry, expiresAt);
        entry.access = freshAccess(entry);
        db.overwritten(name);
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
        db.overwritten(name);
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
                place(null, packed);
                return Entries.string(packed, view);
            }
            StringValue value = new StringValue(new byte[least], least, true);
            place(null, new Entry(keyArray(null), value, -1, freshAccess(null)));
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
        db.tables().replace(position, hash, packed, new Entry(keyArray(null), value, expiresAt, Packed.access(packed)));
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

    // Expiry

    @Override
    public long expiresAt() {
        Object entry = find();
        return entry == null ? -1 : Entries.expiresAt(entry);
    }

    @Override
    public void expireAt(long millis) {
        Object entry = find();
        if (entry == null) {
            return;
        }
        openForWriting(entry);
        Tables now = db.tables();
        if (entry instanceof Entry own) {
            long before = own.expiresAt;
            own.expiresAt = millis;
            now.moveExpiry(hash, own, before, own, millis);
            return;
        }
        byte[] packed = (byte[]) entry;
        boolean had = (Packed.flags(packed) & Packed.EXPIRES) != 0;
        if (had && millis >= 0 && Packed.canExpireAt(millis)) {
            Packed.expiresAt(packed, millis);
            return;
        }
        if (!had && millis < 0) {
            return;
        }
        int from = Packed.valueOffset(packed);
        int count = packed.length - from;
        if (!Packed.canExpireAt(millis)) {
            StringValue value = (StringValue) Entries.value(packed);
            now.replace(position, hash, packed, new Entry(keyArray(null), value, millis, Packed.access(packed)));
            return;
        }
        byte[] other = Packed.make(
                array, offset, length, count, millis, Packed.flags(packed) & Packed.RAW, Packed.access(packed));
        System.arraycopy(packed, from, other, other.length - count, count);
        now.replace(position, hash, packed, other);
    }

    // Removing and telling

    @Override
    public boolean remove(boolean lazy) {
        Object entry = find();
        if (entry == null) {
            return false;
        }
        writing = true;
        db.keyspace().settleOpened();
        Tables now = db.tables();
        now.removeAt(position, hash);
        position = -1;
        structure = now.structure;
        db.removed(name, entry, lazy);
        return true;
    }

    @Override
    public void modified() {
        writing = true;
        db.modified(name);
    }

    @Override
    public void event(EventClass eventClass, String event) {
        db.listener().event(eventClass, event, db.database(), name);
    }

    @Override
    public void signalReady() {
        db.listener().ready(db.database(), name);
    }
}
