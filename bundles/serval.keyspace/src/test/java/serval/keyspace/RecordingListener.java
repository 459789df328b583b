package serval.keyspace;

import java.util.List;
import serval.bytes.ByteSlice;
import serval.sdk.event.EventClass;
import serval.spi.keyspace.ChangeListener;

/** Writes down what it is told. */
record RecordingListener(List<String> told) implements ChangeListener {
    @Override
    public void modified(int database, ByteSlice key) {
        told.add("modified " + database + " " + key);
    }

    @Override
    public void event(EventClass eventClass, String name, int database, ByteSlice key) {
        told.add("event " + name + " " + database + " " + key);
    }

    @Override
    public void ready(int database, ByteSlice key) {
        told.add("ready " + database + " " + key);
    }

    @Override
    public void gone(int database, ByteSlice key) {
        told.add("gone " + database + " " + key);
    }

    @Override
    public void expired(int database, ByteSlice key) {
        told.add("expired " + database + " " + key);
    }

    @Override
    public void evicted(int database, ByteSlice key) {
        told.add("evicted " + database + " " + key);
    }

    @Override
    public void flushed(int database) {
        told.add("flushed " + database);
    }

    @Override
    public void swapped(int one, int other) {
        told.add("swapped " + one + " " + other);
    }
}
