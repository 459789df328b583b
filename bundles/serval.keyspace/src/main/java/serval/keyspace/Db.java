package serval.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.ChangeListener;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.KeyDetails;
import serval.spi.keyspace.KeyspaceStatistics;
import serval.spi.keyspace.OpenKey;
import serval.spi.keyspace.Restored;
import serval.spi.request.UpcomingRequests;

/** A database: a number, and the tables that are behind it at present. */
final class Db implements Database {
    private static final long MOST_EXPECTED = 1L << 30;
    private static final int RANDOM_TRIES = 100;
    private static final int LAZY_FROM_ELEMENTS = 64;

    private final KeyspaceImpl keyspace;
    private final int number;
    private final Foresight foresight = new Foresight(this);
    private final @Nullable KeyspaceStatistics own;
    private Tables tables;
    private long averageTtl;
    private long expiryCursor;

    Db(KeyspaceImpl keyspace, int number) {
        this.keyspace = keyspace;
        this.number = number;
        own = null;
        tables = new Tables(keyspace.stamps());
    }

    /** A database that nobody hears of. */
    private Db(KeyspaceImpl keyspace, int number, KeyspaceStatistics own) {
        this.keyspace = keyspace;
        this.number = number;
        this.own = own;
        tables = new Tables(new Stamps());
    }

    /** Creates a database whose changes nobody is told of and nothing counts. */
    static Db detached(KeyspaceImpl keyspace, int number) {
        return new Db(keyspace, number, new KeyspaceStatistics());
    }

    /** Whether it is none of the keyspace's databases: types that are not in service may be used in it. */
    boolean isDetached() {
        return own != null;
    }

    /** Who is told of changes. */
    ChangeListener listener() {
        return own == null ? keyspace.listener() : KeyspaceImpl.Nobody.INSTANCE;
    }

    KeyspaceStatistics statistics() {
        KeyspaceStatistics counted = own;
        return counted == null ? keyspace.statistics() : counted;
    }

    void modified(ByteSlice key) {
        if (own == null) {
            keyspace.modified(number, key);
        }
    }

    private void touchWatchers(ByteSlice key, boolean expired) {
        if (own == null) {
            keyspace.touchWatchers(number, key, expired);
        }
    }

    /**
     * Sees to it that nothing is looked into by a type that is out of service for good.
     *
     * @throws IllegalStateException if it is
     */
    void refuseRetired(ValueType<?> type) {
        if (own == null) {
            keyspace.types().refuseRetired(type);
        }
    }

    /**
     * Sees to it that nothing is made by, or brought over to, a type that does not serve.
     *
     * @throws IllegalStateException if it is out of service for good, or another of its name serves
     */
    void refuseStranger(ValueType<?> type) {
        if (own == null && type != StringType.INSTANCE) {
            keyspace.types().refuseStranger(type);
        }
    }

    KeyspaceImpl keyspace() {
        return keyspace;
    }

    Tables tables() {
        return tables;
    }

    /** Puts other contents behind this number. */
    void tables(Tables other) {
        tables = other;
        expiryCursor = 0;
    }

    long expiryCursor() {
        return expiryCursor;
    }

    void expiryCursor(long cursor) {
        expiryCursor = cursor;
    }

    /** Takes a sample of times to live into the average. */
    void sampledTtl(long average) {
        averageTtl = averageTtl == 0 ? average : averageTtl / 50 * 49 + average / 50;
    }

    @Override
    public int database() {
        return number;
    }

    @Override
    public Key open(byte[] array, int offset, int length) {
        return new KeyImpl(this).at(array, offset, length);
    }

    @Override
    public OpenKey open(OpenKey reused, byte[] array, int offset, int length) {
        return ((KeyImpl) reused).at(array, offset, length);
    }

    @Override
    public OpenKey newKey() {
        return new KeyImpl(this);
    }

    @Override
    public long size() {
        return tables.main.size();
    }

    @Override
    public long expiring() {
        return tables.expiring.size();
    }

    @Override
    public long averageTtl() {
        return averageTtl;
    }

    @Override
    public byte @Nullable [] random() {
        for (int i = 0; i < RANDOM_TRIES; i++) {
            Object entry = tables.main.random(ThreadLocalRandom.current());
            if (entry == null) {
                return null;
            }
            byte[] key = Entries.keyCopy(entry);
            if (i == RANDOM_TRIES - 1 && tables.expiring.size() == tables.main.size()) {
                // Everything expires, and perhaps has: better an old key than none, as in Redis.
                return key;
            }
            if (open(key).isPresent()) {
                return key;
            }
        }
        return null;
    }

    @Override
    public int databases() {
        return keyspace.used().length;
    }

    @Override
    public Expired expired() {
        return switch (keyspace.lookups().expire()) {
            case REMOVE -> Expired.REMOVE;
            case HIDE -> Expired.HIDE;
            case SHOW -> Expired.SHOW;
        };
    }

    @Override
    public long scan(long cursor, Consumer<ByteSlice> visitor) {
        List<Object> found = new ArrayList<>(16);
        long next = tables.main.scan(cursor, found::add);
        ByteSlice key = new ByteSlice();
        for (Object entry : found) {
            Entries.key(entry, key);
            if (isLive(entry, key)) {
                visitor.accept(key);
            }
        }
        return next;
    }

    /** Whether an entry counts as present; an expired one may be removed by asking. */
    private boolean isLive(Object entry, ByteSlice key) {
        long expiresAt = Entries.expiresAt(entry);
        return expiresAt < 0
                || expiresAt >= keyspace.now()
                || open(key.array(), key.offset(), key.length()).isPresent();
    }

    @Override
    public long scanEntries(long cursor, EntryVisitor visitor) {
        List<Object> found = new ArrayList<>(16);
        long next = tables.main.scan(cursor, found::add);
        ByteSlice key = new ByteSlice();
        for (Object entry : found) {
            Entries.key(entry, key);
            visitor.entry(key, Entries.value(entry), Entries.expiresAt(entry));
        }
        return next;
    }

    @Override
    public boolean wantsAnnouncements() {
        return foresight.isWorthwhile();
    }

    @Override
    public void announce(UpcomingRequests requests) {
        foresight.foresee(requests);
    }

    @Override
    public void expect(long keys) {
        // Segments are made ready, not allocated; a count without truth in it costs little.
        tables.main.expect(Math.min(keys, MOST_EXPECTED));
    }

    @Override
    public @Nullable KeyDetails details(Key key) {
        Object entry = ((KeyImpl) key).find();
        if (entry == null) {
            return null;
        }
        AccessClock clock = keyspace.accessClock();
        int access = Entries.access(entry);
        return new KeyDetails(
                encoding(entry),
                clock.idleSeconds(access),
                clock.frequency(access),
                System.identityHashCode(entry),
                Entries.bytes(entry));
    }

    private static String encoding(Object entry) {
        if (entry instanceof byte[] packed) {
            int from = Packed.valueOffset(packed);
            return StringType.encoding(packed, from, packed.length - from, (Packed.flags(packed) & Packed.RAW) != 0);
        }
        return encodingOf(((Entry) entry).value);
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> String encodingOf(Value value) {
        return ((ValueType<V>) value.type()).encoding((V) value);
    }

    @Override
    public void restore(Key key, Restored restored) {
        KeyImpl own = (KeyImpl) key;
        Value value = restored.value();
        own.replaceBy(own.db().isDetached() ? value : keyspace.types().renewed(value), restored.expiresAt());
        Object entry = own.find();
        if (entry == null) {
            return;
        }
        AccessClock clock = keyspace.accessClock();
        if (restored.frequency() >= 0 && keyspace.directives().isLfu()) {
            Entries.access(entry, clock.withFrequency(restored.frequency()));
        } else if (restored.idleSeconds() >= 0 && !keyspace.directives().isLfu()) {
            Entries.access(entry, clock.idleFor(restored.idleSeconds()));
        }
    }

    @Override
    public void move(Key from, Database to, Key target) {
        KeyImpl source = (KeyImpl) from;
        Object entry = source.find();
        if (entry == null) {
            return;
        }
        Value value = Entries.value(entry);
        long expiresAt = Entries.expiresAt(entry);
        int access = Entries.access(entry);
        source.remove(false);
        KeyImpl destination = (KeyImpl) target;
        destination.remove(false);
        destination.replaceBy(value, expiresAt);
        Object moved = destination.find();
        if (moved != null) {
            Entries.access(moved, access);
        }
    }

    @Override
    public @Nullable Value valueOf(Key key) {
        Object entry = ((KeyImpl) key).find();
        return entry == null ? null : Entries.value(entry);
    }

    // What keys tell

    void created(ByteSlice key) {
        listener().event(EventClass.NEW, "new", number, key);
        listener().ready(number, key);
    }

    /** A value has given way to another, or to what was made of it by a command that edits. */
    void replaced(ByteSlice key, boolean edited, boolean otherType) {
        listener().gone(number, key);
        if (!edited) {
            listener().event(EventClass.OVERWRITTEN, "overwritten", number, key);
            if (otherType) {
                listener().event(EventClass.TYPE_CHANGED, "type_changed", number, key);
            }
        }
    }

    void removed(ByteSlice key, Object entry, boolean lazy) {
        if (lazy && entry instanceof Entry own && elements(own.value) > LAZY_FROM_ELEMENTS) {
            statistics().lazilyFreed++;
        }
        listener().gone(number, key);
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> long elements(Value value) {
        return ((ValueType<V>) value.type()).elements((V) value);
    }

    /** Removes an entry that has expired, with all that follows. */
    void removeExpired(Tables from, long position, long hash, ByteSlice key) {
        keyspace.settleOpened();
        Object entry = from.main.at(position);
        from.removeAt(position, hash);
        statistics().expired++;
        listener().expired(number, key);
        touchWatchers(key, true);
        removed(key, entry, keyspace.directives().lazyExpire.value());
        listener().event(EventClass.EXPIRED, "expired", number, key);
    }

    /** Removes an entry to make room, with all that follows. */
    void removeEvicted(ByteSlice key) {
        KeyImpl own = (KeyImpl) open(key.array(), key.offset(), key.length());
        if (own.remove(keyspace.directives().lazyEviction.value())) {
            statistics().evicted++;
            listener().evicted(number, key);
            touchWatchers(key, false);
            listener().event(EventClass.EVICTED, "evicted", number, key);
        }
    }
}
