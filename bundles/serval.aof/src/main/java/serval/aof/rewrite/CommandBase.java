package serval.aof.rewrite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import serval.aof.disk.DiskFile;
import serval.aof.write.Outgoing;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.type.Codec;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.sdk.value.ListValue;
import serval.spi.engine.Dispatcher;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.Types;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.Snapshot;
import serval.spi.snapshot.SnapshotTarget;
import serval.spi.snapshot.Snapshots;

/**
 * The dataset as commands, written from a snapshot.
 *
 * <p>A thread of its own ({@link #run}) has a slice made under the engine lock, writes what that brought without the lock, and so on: a
 * slow disk makes it slow and nobody else. A large value is said in slices as well, from the saver that sees it as it was: element by element
 * as they come, or, where the saver writes more than one at a time, from a copy of the value.
 */
public final class CommandBase implements SnapshotTarget {
    private static final long PAUSE = 20_000;
    private static final long LONGEST_DELAY = 10_000_000;
    private static final int SLICE = 64 * 1024;
    private static final int RDB_VERSION = 10;
    /** The version that a snapshot's savers write. */
    private static final int SAVER_VERSION = 11;
    /** RDB's codes for hashes whose fields do not expire. */
    private static final int HASH = 4;

    private static final int HASH_LISTPACK = 16;
    private static final long SYNC_EVERY = 4 << 20;
    private static final byte[] SELECT = "SELECT".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FUNCTION = "FUNCTION".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOAD = "LOAD".getBytes(StandardCharsets.US_ASCII);

    /** A value that is saved through a saver, which writes it with this code; a value that never changes has none. */
    private record Large(
            int database, byte[] key, Value value, int code, Codec.@Nullable Saver saver, long expiresAt) {}

    private final Types types;
    private final Dispatcher dispatcher;
    private final LongSupplier delay;
    private final Outgoing out = new Outgoing();
    private final ValueCommands commands;
    private final ArrayDeque<Large> large = new ArrayDeque<>();
    private final Snapshot snapshot;
    private int database = -1;
    private volatile boolean cancelled;
    private volatile long written;

    /**
     * Opens the snapshot. Under the engine lock.
     *
     * @param delay how many microseconds to wait for each key, for tests; 0 for not at all
     */
    public CommandBase(Keyspace keyspace, Snapshots snapshots, Dispatcher dispatcher, LongSupplier delay) {
        this.dispatcher = dispatcher;
        this.delay = delay;
        types = keyspace.types();
        commands = new ValueCommands(out);
        snapshot = snapshots.open(SlotRange.ALL, this);
    }

    /** Adds a line at the head; before {@link #run}. */
    public void head(String line) {
        out.line(line);
    }

    /** Adds a library of functions; before {@link #run}. */
    public void library(byte[] source) {
        out.command(new byte[][] {FUNCTION, LOAD, source});
    }

    /** Keys written so far. Under the engine lock. */
    public long done() {
        return snapshot.done();
    }

    /** Keys in all. Under the engine lock. */
    public long total() {
        return snapshot.total();
    }

    /** Has {@link #run} end early. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * Writes everything and syncs; on a thread without the engine lock.
     *
     * @throws CancellationException after {@link #cancel()}
     */
    public void run(DiskFile file, boolean syncAsItGrows) throws IOException {
        try {
            long synced = 0;
            boolean done = false;
            while (!done) {
                goOn();
                Large next = inBatch(large::poll);
                if (next == null) {
                    done = inBatch(() -> snapshot.step(delay.getAsLong() > 0 ? 1 : SLICE) && large.isEmpty());
                } else {
                    say(next, file);
                }
                write(file, inBatch(out::take));
                if (syncAsItGrows && written - synced >= SYNC_EVERY) {
                    file.sync();
                    synced = written;
                }
                // Whoever waits for the engine gets it.
                LockSupport.parkNanos(PAUSE);
                delay();
            }
            file.sync();
        } finally {
            dispatcher.inBatch(() -> {
                for (Large left : large) {
                    close(left);
                }
                snapshot.close();
            });
        }
    }

    /** What some work under the engine lock comes to. */
    private <T extends @Nullable Object> T inBatch(Supplier<T> work) {
        List<T> result = new ArrayList<>(1);
        dispatcher.inBatch(() -> result.add(work.get()));
        return result.getFirst();
    }

    private void delay() {
        long wanted = delay.getAsLong();
        long left = wanted * 1000;
        while (left > 0 && !cancelled && delay.getAsLong() == wanted) {
            long part = Math.min(left, LONGEST_DELAY);
            LockSupport.parkNanos(part);
            left -= part;
        }
    }

    /** Writes everything in one go, under the engine lock. */
    public void runNow(DiskFile file) throws IOException {
        try {
            while (!snapshot.step(SLICE)) {
                write(file, out.take());
            }
            while (!large.isEmpty()) {
                Large next = large.remove();
                close(next);
                say(next.database, next.key, next.value, next.expiresAt);
                write(file, out.take());
            }
            write(file, out.take());
            file.sync();
        } finally {
            snapshot.close();
        }
    }

    private void write(DiskFile file, List<ByteBuffer> taken) throws IOException {
        for (ByteBuffer bytes : taken) {
            // In pieces: the system would be given a copy of the whole.
            int end = bytes.limit();
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + SLICE));
                written += file.write(bytes);
            }
        }
    }

    private static void close(Large one) {
        Codec.Saver saver = one.saver;
        if (saver != null) {
            saver.close();
        }
    }

    private void say(Large one, DiskFile file) throws IOException {
        Codec.Saver saver = one.saver;
        Row row = saver == null || !ValueCommands.isPlain(one.value)
                ? null
                : Row.of(one.value.type().name(), one.code);
        if (saver != null && row != null) {
            sayRow(one, saver, row, file);
            return;
        }
        Value value = saver == null ? one.value : copy(one, saver);
        if (value instanceof ListValue list && ValueCommands.isPlain(value)) {
            sayList(one, list, file);
        } else {
            dispatcher.inBatch(() -> say(one.database, one.key, value, one.expiresAt));
        }
    }

    private void sayRow(Large one, Codec.Saver saver, Row row, DiskFile file) throws IOException {
        ElementTape tape = new ElementTape();
        try {
            boolean begun = false;
            boolean saved = false;
            while (!saved) {
                boolean first = !begun;
                saved = inBatch(() -> {
                    boolean last = saver.step(tape, SLICE);
                    if (first) {
                        // How many there will be.
                        tape.unsigned();
                    }
                    select(one.database);
                    commands.slice(one.key, row, tape);
                    if (last) {
                        commands.expiry(one.key, one.expiresAt);
                    }
                    return last;
                });
                begun = true;
                writeOn(file);
            }
        } finally {
            dispatcher.inBatch(saver::close);
        }
    }

    private void sayList(Large one, ListValue list, DiskFile file) throws IOException {
        long size = list.size();
        int slice = (int) Math.clamp(SLICE * size / Math.max(1, list.bytes()), 1, SLICE);
        long said = 0;
        while (said < size) {
            long from = said;
            said += inBatch(() -> {
                select(one.database);
                int count = commands.slice(one.key, list, from, slice);
                if (from + count == size) {
                    commands.expiry(one.key, one.expiresAt);
                }
                return count;
            });
            writeOn(file);
        }
    }

    /** Writes what a slice of a value has brought, and gives others the engine. */
    private void writeOn(DiskFile file) throws IOException {
        write(file, inBatch(out::take));
        goOn();
        LockSupport.parkNanos(PAUSE);
    }

    private void goOn() {
        if (cancelled) {
            throw new CancellationException();
        }
    }

    @SuppressWarnings("unchecked")
    private <V extends Value> Value copy(Large one, Codec.Saver saver) {
        Codec<V> codec = ((ValueType<V>) one.value.type()).codec();
        ElementTape tape = new ElementTape();
        try {
            boolean saved = false;
            while (!saved) {
                goOn();
                saved = inBatch(() -> saver.step(tape, SLICE));
                LockSupport.parkNanos(PAUSE);
            }
        } finally {
            dispatcher.inBatch(saver::close);
        }
        Codec.Loader<V> loader = inBatch(() -> codec.load(one.code, codec.encodingVersion()));
        while (true) {
            V value = inBatch(() -> loader.step(tape, SLICE) ? loader.value() : null);
            if (value != null) {
                return value;
            }
        }
    }

    private void select(int number) {
        if (number != database) {
            database = number;
            out.command(new byte[][] {SELECT, Longs.toBytes(number)});
        }
    }

    private void say(int number, byte[] key, Value value, long expiresAt) {
        select(number);
        if (value.type() == types.string()) {
            StringBytes bytes = new StringBytes();
            types.save(value, RDB_VERSION, bytes);
            commands.string(key, bytes.bytes(), expiresAt);
        } else if (types.isParked(value) || !isPlain(value)) {
            commands.restore(key, types.dump(value, RDB_VERSION), expiresAt);
        } else {
            commands.value(key, value, expiresAt);
        }
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> int code(Value value, int rdbVersion) {
        return ((ValueType<V>) value.type()).codec().code((V) value, rdbVersion);
    }

    private static boolean isPlain(Value value) {
        if (!ValueCommands.isPlain(value)) {
            return false;
        }
        int code = code(value, RDB_VERSION);
        return !value.type().name().equals("hash") || code == HASH || code == HASH_LISTPACK;
    }

    @Override
    public void string(int number, ByteSlice key, ByteSlice string, long expiresAt, long idleSeconds, int frequency) {
        select(number);
        commands.string(key.copy(), string.copy(), expiresAt);
    }

    @Override
    public void entry(int number, ByteSlice key, Value value, long expiresAt, long idleSeconds, int frequency) {
        say(number, key.copy(), value, expiresAt);
    }

    @Override
    public void large(
            int number, byte[] key, Value value, Codec.Saver saver, long expiresAt, long idleSeconds, int frequency) {
        if (types.isParked(value)) {
            // It never changes.
            saver.close();
            large.add(new Large(number, key, value, 0, null, expiresAt));
        } else {
            large.add(new Large(number, key, value, code(value, SAVER_VERSION), saver, expiresAt));
        }
    }

    @Override
    public void complete() {
        // Large values may be left: run() knows.
    }

    /** Bytes written so far; any thread. */
    public long bytes() {
        return written;
    }
}
