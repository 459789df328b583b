package serval.keyspace;

import org.jspecify.annotations.Nullable;
import serval.sdk.event.EventClass;
import serval.sdk.key.StringKey;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.OpenKey;

/** A key as a call holds it. */
final class KeyImpl extends KeyStrings implements OpenKey {
    KeyImpl(Db db) {
        super(db);
    }

    KeyImpl at(byte[] array, int offset, int length) {
        point(array, offset, length);
        return this;
    }

    @Override
    public boolean isOpenForWriting() {
        return writing;
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
        return entry == null ? null : entry instanceof Entry own ? shown(own.value) : StringType.INSTANCE;
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
        if (value.type().name().equals(type.name())) {
            db.refuseStranger(type);
        }
        Value converted = db.keyspace().types().convert(value, type);
        db.keyspace().settleOpened(value);
        db.tables().exchange(entry, converted);
        return (V) converted;
    }

    @Override
    public @Nullable Value peek() {
        Object entry = find();
        return entry instanceof Entry own && !(own.value instanceof StringValue) ? own.value : null;
    }

    @Override
    public void put(Value value) {
        db.refuseStranger(value.type());
        replaceBy(value, -1);
    }

    @Override
    public void putKeepingExpiry(Value value) {
        db.refuseStranger(value.type());
        Object before = find();
        replaceBy(value, before == null ? -1 : Entries.expiresAt(before));
    }

    @Override
    public StringKey string() {
        return this;
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
            if (!own.expireAt(millis)) {
                now.replace(position, hash, own, entry(own, own.value, millis, own.access()));
            }
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
            now.replace(position, hash, packed, entry(null, value, millis, Packed.access(packed)));
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

    /** Removes what was found, expired or not, and tells nobody. */
    void dropUnseen() {
        Tables now = db.tables();
        now.removeAt(position, hash);
        position = -1;
        structure = now.structure;
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
