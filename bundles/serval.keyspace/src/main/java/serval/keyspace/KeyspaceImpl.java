package serval.keyspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.event.EventClass;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Value;
import serval.spi.keyspace.ChangeListener;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.KeyspaceStatistics;
import serval.spi.keyspace.LoadBatch;
import serval.spi.keyspace.Lookups;
import serval.spi.keyspace.MemoryAccounts;
import serval.spi.keyspace.Watch;

/** All databases and what they share. Under the engine lock. */
final class KeyspaceImpl implements Keyspace {
    private final Stamps stamps = new Stamps();
    private final KeyspaceDirectives directives;
    private final TypeRegistry types;
    private final AccessClock accessClock;
    private final Accounts accounts = new Accounts(this);
    private final KeyspaceStatistics statistics = new KeyspaceStatistics();
    private final WatchIndex watches = new WatchIndex(this);
    private final Eviction eviction;
    private final ExpiryCycle expiry;
    private final byte[] scratch = new byte[32];

    private Db[] databases = new Db[0];
    private ChangeListener listener = Nobody.INSTANCE;
    private Lookups lookups = Lookups.USUAL;
    private long now = System.currentTimeMillis();

    /** Values opened to be changed, whose weight may have moved since. */
    private Value[] openedValues = new Value[8];

    private Tables[] openedTables = new Tables[8];
    private long[] openedBytes = new long[8];
    private int opened;
    /** What reads ahead of loading came to: kept so that they happen. */
    long warmed;

    KeyspaceImpl(KeyspaceDirectives directives, TypeRegistry types) {
        this.directives = directives;
        this.types = types;
        types.attach(this);
        accessClock = new AccessClock(directives);
        accessClock.now(now);
        eviction = new Eviction(this);
        expiry = new ExpiryCycle(this);
    }

    @Override
    public int count() {
        return (int) directives.databases.value();
    }

    @Override
    public int asked() {
        return databases.length;
    }

    @Override
    public Database database(int number) {
        return db(number);
    }

    @Override
    public Database detached(int number) {
        return Db.detached(this, number);
    }

    @Override
    public LoadBatch batch() {
        return new LoadBatchImpl(this);
    }

    Stamps stamps() {
        return stamps;
    }

    Db db(int number) {
        if (number >= 0 && number < databases.length && databases[number] != null) {
            return databases[number];
        }
        if (number < 0 || number >= count()) {
            throw CommandError.DB_OUT_OF_RANGE.exception();
        }
        if (number >= databases.length) {
            databases = Arrays.copyOf(databases, number + 1);
        }
        Db made = new Db(this, number);
        databases[number] = made;
        return made;
    }

    /** The databases that have been used so far; some may be null. */
    @Nullable
    Db[] used() {
        return databases;
    }

    @Override
    public void swap(int one, int other) {
        settleOpened();
        Db first = db(one);
        Db second = db(other);
        Tables before = first.tables();
        watches.touchAll(one, before, second.tables());
        watches.touchAll(other, second.tables(), before);
        first.tables(second.tables());
        second.tables(before);
        listener.swapped(one, other);
    }

    @Override
    public long flush(int number, boolean lazy) {
        settleOpened();
        long removed = 0;
        for (Db db : databases) {
            if (db != null && (number < 0 || db.database() == number)) {
                Tables before = db.tables();
                removed += before.main.size();
                watches.touchAll(db.database(), before, null);
                // A snapshot that walks the old tables goes on doing so; nothing changes them any more.
                db.tables(new Tables(stamps));
                if (lazy) {
                    statistics.lazilyFreed += before.main.size();
                }
            }
        }
        listener.flushed(number);
        return removed;
    }

    @Override
    public void attach(ChangeListener engine) {
        listener = engine;
    }

    ChangeListener listener() {
        return listener;
    }

    @Override
    public Watch watch(int database, byte[] key) {
        return watches.watch(database, key);
    }

    /** Whether a key is there whose time is up. */
    boolean isExpired(int database, byte[] key) {
        Object entry =
                db(database).tables().main.find(serval.bytes.KeyHash.hash(key, 0, key.length), key, 0, key.length);
        return entry != null && isExpired(entry);
    }

    /** Whether an entry's time is up. */
    boolean isExpired(Object entry) {
        long expiresAt = Entries.expiresAt(entry);
        return expiresAt >= 0 && expiresAt < now;
    }

    void modified(int database, ByteSlice key) {
        if (!watches.isEmpty()) {
            watches.touch(database, key, false);
        }
        listener.modified(database, key);
    }

    void touchWatchers(int database, ByteSlice key, boolean expired) {
        if (!watches.isEmpty()) {
            watches.touch(database, key, expired);
        }
    }

    @Override
    public void now(long millis) {
        if (opened > 0) {
            // A unit begins: what the one before opened is as it will stay.
            forgetOpened();
        }
        now = millis;
        accessClock.now(millis);
    }

    long now() {
        return now;
    }

    @Override
    public void lookups(Lookups mode) {
        lookups = mode;
    }

    @Override
    public Lookups lookups() {
        return lookups;
    }

    @Override
    public long expireSome(long nanos) {
        return expiry.run(nanos);
    }

    @Override
    public boolean makeRoom() {
        return directives.maxmemory.value() == 0 || eviction.makeRoom();
    }

    @Override
    public MemoryAccounts memory() {
        return accounts;
    }

    @Override
    public KeyspaceStatistics statistics() {
        return statistics;
    }

    @Override
    public TypeRegistry types() {
        return types;
    }

    KeyspaceDirectives directives() {
        return directives;
    }

    AccessClock accessClock() {
        return accessClock;
    }

    byte[] scratch() {
        return scratch;
    }

    // Weights

    /** A value is handed out to be changed in place: its weight is taken again when next somebody asks. */
    void opened(Tables tables, Value value) {
        for (int i = 0; i < opened; i++) {
            if (openedValues[i] == value) {
                return;
            }
        }
        if (opened == openedValues.length) {
            openedValues = Arrays.copyOf(openedValues, opened * 2);
            openedTables = Arrays.copyOf(openedTables, opened * 2);
            openedBytes = Arrays.copyOf(openedBytes, opened * 2);
        }
        openedValues[opened] = value;
        openedTables[opened] = tables;
        openedBytes[opened] = value.bytes();
        opened++;
    }

    /** A value gives way to another one in its place: its weight is taken for the last time. */
    void settleOpened(Value leaving) {
        if (opened == 0) {
            return;
        }
        settleOpened();
        for (int i = 0; i < opened; i++) {
            if (openedValues[i] == leaving) {
                opened--;
                openedValues[i] = openedValues[opened];
                openedTables[i] = openedTables[opened];
                openedBytes[i] = openedBytes[opened];
                openedValues[opened] = null;
                openedTables[opened] = null;
                return;
            }
        }
    }

    /** Takes the weight of values that were handed out to be changed. */
    void settleOpened() {
        for (int i = 0; i < opened; i++) {
            Tables tables = openedTables[i];
            long weight = openedValues[i].bytes();
            tables.weigh(weight - openedBytes[i], weight);
            openedBytes[i] = weight;
        }
    }

    /** Forgets the values handed out: the unit is over. */
    void forgetOpened() {
        settleOpened();
        // As a rule there is one.
        for (int i = 0; i < opened; i++) {
            openedValues[i] = null;
            openedTables[i] = null;
        }
        opened = 0;
    }

    long datasetBytes() {
        if (opened > 0) {
            forgetOpened();
        }
        long bytes = 0;
        for (Db db : databases) {
            if (db != null) {
                bytes += db.tables().entryBytes() + db.tables().tableBytes();
            }
        }
        return bytes;
    }

    long tableBytes() {
        long bytes = 0;
        for (Db db : databases) {
            if (db != null) {
                bytes += db.tables().tableBytes();
            }
        }
        return bytes;
    }

    /** Who listens while the engine does not yet. */
    static final class Nobody implements ChangeListener {
        static final Nobody INSTANCE = new Nobody();

        @Override
        public void modified(int database, ByteSlice key) {}

        @Override
        public void event(EventClass eventClass, String name, int database, ByteSlice key) {}

        @Override
        public void ready(int database, ByteSlice key) {}

        @Override
        public void gone(int database, ByteSlice key) {}

        @Override
        public void expired(int database, ByteSlice key) {}

        @Override
        public void evicted(int database, ByteSlice key) {}

        @Override
        public void flushed(int database) {}

        @Override
        public void swapped(int one, int other) {}
    }
}
