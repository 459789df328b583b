package serval.engine;

import serval.bytes.ByteSlice;
import serval.sdk.event.EventClass;
import serval.spi.keyspace.ChangeListener;
import serval.spi.observe.ChangeObserver.Cause;

/** What the keyspace tells of keys, handed to those whom it concerns. Under the engine lock. */
final class KeyspaceNews implements ChangeListener {
    private final Core core;
    private final Execution execution;

    KeyspaceNews(Core core, Execution execution) {
        this.core = core;
        this.execution = execution;
    }

    @Override
    public void modified(int database, ByteSlice key) {
        execution.dirty(1);
        Shadows shadows = core.shadows;
        if (shadows != null) {
            shadows.modified(database, key);
        }
        if (core.changes.any()) {
            core.changes.modified(key, execution.current(), Cause.CALL);
        }
    }

    @Override
    public void event(EventClass eventClass, String name, int database, ByteSlice key) {
        core.events.event(eventClass, name, database, key);
    }

    @Override
    public void ready(int database, ByteSlice key) {
        core.blocked.ready(database, key);
    }

    @Override
    public void gone(int database, ByteSlice key) {
        core.blocked.gone(database, key);
    }

    @Override
    public void expired(int database, ByteSlice key) {
        execution.removed(database, key);
        core.changes.modified(key, execution.current(), Cause.EXPIRY);
    }

    @Override
    public void evicted(int database, ByteSlice key) {
        execution.removed(database, key);
        core.changes.modified(key, execution.current(), Cause.EVICTION);
    }

    @Override
    public void flushed(int database) {
        core.blocked.databaseChanged(database, true);
        core.changes.flushed(execution.current());
    }

    @Override
    public void swapped(int one, int other) {
        core.blocked.databaseChanged(one, true);
        core.blocked.databaseChanged(other, true);
    }
}
