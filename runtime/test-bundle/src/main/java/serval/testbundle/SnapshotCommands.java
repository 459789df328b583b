package serval.testbundle;

import static serval.sdk.command.CommandSpec.command;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Codec;
import serval.sdk.type.Value;
import serval.spi.keyspace.Keyspace;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.Snapshot;
import serval.spi.snapshot.SnapshotTarget;
import serval.spi.snapshot.Snapshots;

/** Takes a snapshot step by step, with commands in between, into a map of dumps. */
@Component
public final class SnapshotCommands implements CommandFamily, SnapshotTarget {
    static final CommandSpec OPEN =
            command("TEST.SNAPOPEN first-slot last-slot").build();
    static final CommandSpec STEP = command("TEST.SNAPSTEP budget").build();
    static final CommandSpec GET = command("TEST.SNAPGET name").build();
    static final CommandSpec SIZE = command("TEST.SNAPSIZE").build();

    private static final int RDB_VERSION = 11;

    private final Snapshots snapshots;
    private final Keyspace keyspace;
    private final TreeMap<String, byte[]> taken = new TreeMap<>();
    private @Nullable Snapshot open;
    private int twice;

    /** Takes the services that the commands use. */
    @Activate
    public SnapshotCommands(@Reference Snapshots snapshots, @Reference Keyspace keyspace) {
        this.snapshots = snapshots;
        this.keyspace = keyspace;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(OPEN, this::open)
                .add(STEP, this::step)
                .add(GET, this::get)
                .add(SIZE, this::size)
                .build();
    }

    void open(Call call) {
        taken.clear();
        twice = 0;
        open = snapshots.open(new SlotRange((int) call.asLong(1), (int) call.asLong(2)), this);
        call.reply().ok();
    }

    void step(Call call) {
        Snapshot snapshot = open;
        if (snapshot == null) {
            throw CommandError.of("ERR no snapshot is open").exception();
        }
        boolean complete = snapshot.step((int) call.asLong(1));
        if (complete) {
            snapshot.close();
        }
        call.reply().integer(complete ? 1 : 0);
    }

    /** The payload of a key in database 0 as it was. */
    void get(Call call) {
        byte[] payload = taken.get("0 " + call.text(1));
        if (payload == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(payload);
        }
    }

    void size(Call call) {
        call.reply().array(2);
        call.reply().integer(taken.size());
        call.reply().integer(twice);
    }

    @Override
    public void string(int database, ByteSlice key, ByteSlice string, long expiresAt, long idleSeconds, int frequency) {
        entry(database, key, keyspace.types().string(string.copy()), expiresAt, idleSeconds, frequency);
    }

    @Override
    public void entry(int database, ByteSlice key, Value value, long expiresAt, long idleSeconds, int frequency) {
        keep(database, new String(key.copy(), StandardCharsets.ISO_8859_1), value);
    }

    @Override
    public void large(
            int database, byte[] key, Value value, Codec.Saver saver, long expiresAt, long idleSeconds, int frequency) {
        saver.close();
        keep(database, new String(key, StandardCharsets.ISO_8859_1), value);
    }

    private void keep(int database, String key, Value value) {
        if (taken.put(database + " " + key, keyspace.types().dump(value, RDB_VERSION)) != null) {
            twice++;
        }
    }

    @Override
    public void complete() {
        open = null;
    }
}
