package serval.rdb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.keyspace.rdb.ModuleId;
import serval.keyspace.rdb.RdbOutput;
import serval.sdk.type.Codec;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.dataset.SnapshotField;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.Keyspace;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.Snapshot;
import serval.spi.snapshot.SnapshotTarget;
import serval.spi.snapshot.Snapshots;

/**
 * A snapshot as RDB, piece by piece. Under the engine lock, but for {@link Piece#finish}.
 *
 * <p>A large value is saved in slices, and its bytes must follow one another: what commands want to have kept of other keys
 * meanwhile goes to another lane, which is appended when the large value is complete.
 */
final class SnapshotWriter implements SnapshotTarget {
    private static final int PIECE = 128 * 1024;
    private static final int SLICE = 16 * 1024;
    private static final int NO_DATABASE = -1;
    /** RDB's code for strings. */
    private static final int STRING = 0;

    /** What the entry of a string takes besides the bytes of key and string, about. */
    private static final long STRING_BYTES = 24;

    /** How many outputs are kept to be used again. */
    private static final int SPARE = 4;

    /** Outputs whose bytes are written; from any thread. */
    private final ArrayBlockingQueue<RdbOutput> spare = new ArrayBlockingQueue<>(SPARE);

    private final Keyspace keyspace;
    private final boolean compress;
    private final int version;
    private final boolean withIdle;
    private final ArrayDeque<Large> waiting = new ArrayDeque<>();
    private final Snapshot snapshot;
    private final Lane lane = new Lane();
    private final Lane aside = new Lane();
    private @Nullable Large current;
    private boolean walked;
    private boolean stepping;
    private long preserved;
    private boolean headed;

    /** A part of the stream; the value of a long string is encoded when the piece is finished. */
    static final class Piece {
        final RdbOutput out;
        private Codec.@Nullable Saver rest;

        Piece(RdbOutput out, Codec.@Nullable Saver rest) {
            this.out = out;
            this.rest = rest;
        }

        /** Completes the piece, on any thread; returns its bytes. */
        RdbOutput finish() {
            Codec.Saver saver = rest;
            if (saver != null) {
                rest = null;
                while (!saver.step(out, Integer.MAX_VALUE)) {
                    // A string is written in one go.
                }
                saver.close();
            }
            return out;
        }
    }

    private record Large(
            int database,
            byte[] key,
            int code,
            long module,
            Codec.Saver saver,
            long expiresAt,
            long idleSeconds,
            int frequency) {}

    /** Pieces in order, and the one being filled. */
    private final class Lane {
        final ArrayDeque<Piece> ready = new ArrayDeque<>();
        RdbOutput open = new RdbOutput(compress);
        int database = NO_DATABASE;

        void close() {
            if (open.size() > 0) {
                ready.add(new Piece(open, null));
                open = output();
            }
        }

        void append(Lane other) {
            if (other.ready.isEmpty() && other.open.size() == 0) {
                return;
            }
            close();
            other.close();
            ready.addAll(other.ready);
            other.ready.clear();
            database = other.database;
            other.database = NO_DATABASE;
        }

        void select(int number) {
            if (database != number) {
                database = number;
                open.octet(Opcode.SELECT);
                open.length(number);
            }
        }
    }

    /** Opens a snapshot of the dataset as it is now, and writes the head. */
    SnapshotWriter(
            Keyspace keyspace, Snapshots snapshots, SlotRange slots, boolean compress, int version, boolean withIdle) {
        this.withIdle = withIdle;
        this.keyspace = keyspace;
        this.compress = compress;
        this.version = version;
        snapshot = snapshots.open(slots, this);
    }

    /** Writes the head; once, before the first step. */
    void head(Map<String, String> fields, List<SnapshotField> beside, List<byte[]> functions, List<byte[]> moduleAux) {
        RdbOutput out = lane.open;
        byte[] magic = (Opcode.MAGIC + String.format("%04d", version)).getBytes(StandardCharsets.US_ASCII);
        out.raw(magic, 0, magic.length);
        fields.forEach((name, value) -> {
            out.octet(Opcode.AUX);
            string(out, name);
            string(out, value);
        });
        for (SnapshotField field : beside) {
            for (byte[] value : field.values()) {
                out.octet(Opcode.AUX);
                string(out, field.name());
                out.string(value, 0, value.length);
            }
        }
        for (byte[] aux : moduleAux) {
            out.octet(Opcode.MODULE_AUX);
            out.raw(aux, 0, aux.length);
        }
        for (byte[] library : functions) {
            out.octet(Opcode.FUNCTION);
            out.string(library, 0, library.length);
        }
        for (int i = 0; i < keyspace.asked(); i++) {
            Database database = keyspace.database(i);
            if (database.size() > 0) {
                lane.select(i);
                lane.open.octet(Opcode.RESIZE);
                lane.open.length(database.size());
                lane.open.length(database.expiring());
            }
        }
        headed = true;
    }

    private static void string(RdbOutput out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.string(bytes, 0, bytes.length);
    }

    long done() {
        return snapshot.done();
    }

    long total() {
        return snapshot.total();
    }

    /**
     * The heap bytes of the entries that were given because they were about to be changed, and of what large values keep of themselves as they
     * were, as far as their savers tell.
     */
    long preserved() {
        long bytes = preserved + (current == null ? 0 : current.saver.kept());
        for (Large large : waiting) {
            bytes += large.saver.kept();
        }
        return bytes;
    }

    private void count(long bytes) {
        if (!stepping) {
            preserved += bytes;
        }
    }

    private RdbOutput output() {
        RdbOutput kept = spare.poll();
        return kept != null ? kept : new RdbOutput(compress);
    }

    /** Takes an output whose bytes have gone, for the pieces to come; on any thread. */
    void giveBack(RdbOutput out) {
        if (out.array().length <= 2 * PIECE) {
            out.clear();
            out.module(false);
            spare.offer(out);
        }
    }

    /** Pieces that are ready to go. */
    ArrayDeque<Piece> ready() {
        return lane.ready;
    }

    /**
     * Goes on for about so many nanoseconds.
     *
     * @param keys after how many keys to stop in any case
     * @return whether all of it is among the pieces that are ready
     */
    boolean step(long nanos, long keys) {
        assert headed;
        long until = System.nanoTime() + nanos;
        long before = snapshot.done();
        do {
            if (!proceed(keys == 1 ? 1 : SLICE)) {
                lane.close();
                return true;
            }
        } while (System.nanoTime() - until < 0 && snapshot.done() - before < keys);
        lane.close();
        return false;
    }

    /** Does a little; returns whether there was anything to be done. */
    private boolean proceed(int budget) {
        Large large = current;
        if (large != null) {
            boolean complete = large.saver.step(lane.open, budget);
            if (complete) {
                if (large.code == Codec.MODULE) {
                    lane.open.endModule();
                }
                large.saver.close();
                current = null;
                lane.append(aside);
            } else if (lane.open.size() >= PIECE) {
                continueInNext(large);
            }
            return true;
        }
        Large next = waiting.poll();
        if (next != null) {
            begin(next);
            return true;
        }
        if (walked) {
            return false;
        }
        stepping = true;
        walked = snapshot.step(budget);
        stepping = false;
        return true;
    }

    private void continueInNext(Large large) {
        lane.close();
        lane.open.module(large.code == Codec.MODULE);
    }

    private void begin(Large large) {
        lane.select(large.database);
        RdbOutput out = lane.open;
        head(out, large.expiresAt, large.idleSeconds, large.frequency);
        out.octet(large.code);
        out.string(large.key, 0, large.key.length);
        if (large.code == Codec.MODULE) {
            out.length(large.module);
            out.module(true);
        }
        current = large;
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> int code(Value value, int version) {
        return ((ValueType<V>) value.type()).codec().code((V) value, version);
    }

    private void head(RdbOutput out, long expiresAt, long idleSeconds, int frequency) {
        if (expiresAt >= 0) {
            out.octet(Opcode.EXPIRY_MILLIS);
            out.fixed64(expiresAt);
        }
        if (frequency >= 0) {
            out.octet(Opcode.FREQUENCY);
            out.octet(frequency);
        } else if (withIdle && idleSeconds >= 0) {
            out.octet(Opcode.IDLE);
            out.length(idleSeconds);
        }
    }

    // What the snapshot gives

    @Override
    public int rdbVersion() {
        return version;
    }

    @Override
    public void string(int database, ByteSlice key, ByteSlice string, long expiresAt, long idleSeconds, int frequency) {
        count(STRING_BYTES + key.length() + string.length());
        RdbOutput out = begin(database, key, STRING, expiresAt, idleSeconds, frequency);
        out.string(string.array(), string.offset(), string.length());
        closeIfFull();
    }

    @Override
    public void entry(int database, ByteSlice key, Value value, long expiresAt, long idleSeconds, int frequency) {
        count(key.length() + value.bytes());
        RdbOutput out = begin(database, key, code(value, version), expiresAt, idleSeconds, frequency);
        keyspace.types().save(value, version, out);
        closeIfFull();
    }

    private RdbOutput begin(int database, ByteSlice key, int code, long expiresAt, long idleSeconds, int frequency) {
        Lane to = current == null ? lane : aside;
        to.select(database);
        RdbOutput out = to.open;
        head(out, expiresAt, idleSeconds, frequency);
        out.octet(code);
        out.string(key.array(), key.offset(), key.length());
        return out;
    }

    private void closeIfFull() {
        Lane to = current == null ? lane : aside;
        if (to.open.size() >= PIECE) {
            to.close();
        }
    }

    @Override
    public void large(
            int database, byte[] key, Value value, Codec.Saver saver, long expiresAt, long idleSeconds, int frequency) {
        boolean string = value.type() == keyspace.types().string();
        count(key.length + (string ? value.bytes() : 0));
        if (!string) {
            // What the value is saved as is settled now, as the saver has settled it.
            int code = code(value, version);
            long module = code == Codec.MODULE
                    ? ModuleId.of(value.type().name(), value.type().codec().encodingVersion())
                    : 0;
            waiting.add(new Large(database, key, code, module, saver, expiresAt, idleSeconds, frequency));
            return;
        }
        // The saver has the string as it is, and needs no lock for it.
        Lane to = current == null ? lane : aside;
        to.select(database);
        head(to.open, expiresAt, idleSeconds, frequency);
        to.open.octet(STRING);
        to.open.string(key, 0, key.length);
        to.ready.add(new Piece(to.open, saver));
        to.open = output();
    }

    @Override
    public void complete() {
        // The last step of the walk returns that.
    }

    /** Ends it, complete or not. */
    void close() {
        Large large = current;
        if (large != null) {
            large.saver.close();
        }
        waiting.forEach(one -> one.saver.close());
        waiting.clear();
        snapshot.close();
    }
}
