package serval.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Conversions;
import serval.structures.table.HashTable;

/** Goes through the databases that hold values of some types, in slices, and tells of those that are large. */
final class LargeSearch implements Conversions.Search, HashTable.Visitor<Object> {
    private final KeyspaceImpl keyspace;
    private final Predicate<ValueType<?>> concerned;
    private final List<Object> found = new ArrayList<>(16);
    private int database;
    private long cursor;

    LargeSearch(KeyspaceImpl keyspace, Predicate<ValueType<?>> concerned) {
        this.keyspace = keyspace;
        this.concerned = concerned;
    }

    @Override
    public boolean step(long nanos, Found taker) {
        long began = System.nanoTime();
        do {
            Db[] databases = keyspace.used();
            if (database >= databases.length) {
                return true;
            }
            Db db = databases[database];
            if (db == null || cursor == 0 && db.tables().types.sum(concerned) == 0) {
                database++;
            } else {
                walk(db, taker);
            }
        } while (System.nanoTime() - began < nanos);
        return database >= keyspace.used().length;
    }

    @Override
    public void visit(Object entry) {
        found.add(entry);
    }

    private void walk(Db db, Found taker) {
        cursor = db.tables().main.scan(cursor, this);
        for (Object entry : found) {
            if (entry instanceof Entry own && own.value.bytes() >= Conversions.LARGE) {
                Value value = own.value;
                if (concerned.test(value.type())) {
                    taker.large(db.database(), own.key(), value);
                }
            }
        }
        found.clear();
        if (cursor == 0) {
            database++;
        }
    }
}
