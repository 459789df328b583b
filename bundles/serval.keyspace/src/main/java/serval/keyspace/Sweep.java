package serval.keyspace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Conversions;

/**
 * Walks through all keys, in slices, and converts, parks or revives what a bundle left behind, until a whole walk has nothing more
 * to do. Keys may be renamed, removed and exchanged between slices: what a walk misses the next one finds, and the counts of values say
 * whether there is anything to be found.
 *
 * <p>A large value is taken in slices itself. Nobody can change it meanwhile, for no handler may use a type that is not in service;
 * if its key holds something else in the end, the work was for nothing.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final ConversionsImpl conversions;
    private final KeyspaceImpl keyspace;
    private final List<Object> found = new ArrayList<>(16);
    private final Deque<Large> waiting = new ArrayDeque<>();
    private @Nullable Work work;
    private int database;
    private long cursor;
    private boolean running;
    private long failed;
    private @Nullable String firstFailure;

    private record Large(int database, byte[] key, Value value) {}

    private record Work(Large large, ValueConversion conversion) {}

    Sweep(ConversionsImpl conversions, KeyspaceImpl keyspace) {
        this.conversions = conversions;
        this.keyspace = keyspace;
    }

    /** The number of values that the last walk could not convert. */
    long failed() {
        return failed;
    }

    /**
     * Goes on for about so many nanoseconds, and begins anew if the last step ended it.
     *
     * @return whether there is nothing more to do
     */
    boolean step(Predicate<ValueType<?>> concerned, long nanos) {
        long began = System.nanoTime();
        if (!running) {
            begin();
            if (conversions.left(concerned) == 0) {
                end();
                return true;
            }
        }
        do {
            if (work != null) {
                goOn(work);
            } else if (!waiting.isEmpty()) {
                take(waiting.remove(), concerned);
            } else if (!walk(concerned)) {
                if (conversions.left(concerned) <= failed) {
                    end();
                    return true;
                }
                begin();
            }
        } while (System.nanoTime() - began < nanos);
        return false;
    }

    private void begin() {
        running = true;
        database = 0;
        cursor = 0;
        failed = 0;
        firstFailure = null;
    }

    private void end() {
        running = false;
        if (failed > 0) {
            LOG.error("{} values cannot be converted and stay as they are; the first: {}", failed, firstFailure);
        }
    }

    /** Looks at some entries; returns false at the end of the last database. */
    private boolean walk(Predicate<ValueType<?>> concerned) {
        Db[] databases = keyspace.used();
        if (database >= databases.length) {
            return false;
        }
        Db db = databases[database];
        if (db == null || db.tables().types.sum(concerned) == 0) {
            database++;
            cursor = 0;
            return true;
        }
        Tables tables = db.tables();
        cursor = tables.main.scan(cursor, found::add);
        for (Object entry : found) {
            if (entry instanceof Entry own && concerned.test(own.value.type())) {
                if (own.value.bytes() >= Conversions.LARGE) {
                    waiting.add(new Large(database, own.key(), own.value));
                } else {
                    small(tables, own);
                }
            }
        }
        found.clear();
        if (cursor == 0) {
            database++;
        }
        return true;
    }

    private void small(Tables tables, Entry entry) {
        try {
            conversions.exchange(tables, entry, begun(entry.value).whole());
        } catch (CorruptValueException corrupt) {
            fail(database, entry.key(), corrupt);
        }
    }

    /** To the type that serves under the value's name; parked if there is none. */
    private ValueConversion begun(Value value) {
        ValueType<?> target = keyspace.types().byName(value.type().name());
        return new ValueConversion(keyspace.types(), value, target);
    }

    private void take(Large large, Predicate<ValueType<?>> concerned) {
        // Time has passed since it was found.
        if (holder(large) != null && concerned.test(large.value.type())) {
            try {
                work = new Work(large, begun(large.value));
            } catch (CorruptValueException corrupt) {
                fail(large.database, large.key, corrupt);
            }
        }
    }

    private @Nullable Entry holder(Large large) {
        return conversions.holding(
                large.database, KeyHash.hash(large.key, 0, large.key.length), large.key, large.value);
    }

    private void goOn(Work present) {
        Large large = present.large;
        Entry entry = holder(large);
        try {
            if (entry == null || !present.conversion.isOfUse()) {
                drop(present);
            } else if (present.conversion.slice()) {
                drop(present);
                conversions.exchange(keyspace.db(large.database).tables(), entry, present.conversion.value());
            }
        } catch (CorruptValueException corrupt) {
            drop(present);
            fail(large.database, large.key, corrupt);
        }
    }

    private void drop(Work present) {
        work = null;
        present.conversion.close();
    }

    private void fail(int number, byte[] key, CorruptValueException corrupt) {
        if (failed++ == 0) {
            firstFailure = "key " + new ByteSlice(key) + " in database " + number + ": " + corrupt.getMessage();
        }
    }
}
