package serval.example.blocking;

import static serval.sdk.command.CommandSpec.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.block.KeyWait;
import serval.sdk.block.Suspension;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.module.Handover;
import serval.sdk.reply.CommandError;
import serval.sdk.timer.Timers;

/**
 * Latches: LATCH.AWAIT waits until somebody opens the latch of that name. Latches are no keys; how often each was opened is state of this
 * bundle's own, which it hands to its successor.
 *
 * <p>All of it happens under the engine lock, so the maps need no lock of their own.
 */
@Component(service = {CommandFamily.class, Handover.class})
public final class LatchCommands implements CommandFamily, Handover {
    static final CommandSpec AWAIT = command("LATCH.AWAIT name timeout")
            .summary("Waits until a latch is opened; answers how often it has been.")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(CommandFlag.BLOCKING)
            .build();
    static final CommandSpec OPEN = command("LATCH.OPEN name")
            .summary("Opens a latch for those who wait at it; answers how many that were.")
            .since("1.0.0")
            .complexity("O(N) where N is the number of those who wait.")
            .build();
    static final CommandSpec OPEN_LATER = command("LATCH.OPENLATER name milliseconds")
            .summary("Opens a latch after some time.")
            .since("1.0.0")
            .complexity("O(1)")
            .build();
    static final CommandSpec OPENED = command("LATCH.OPENED name")
            .summary("Tells how often a latch was opened.")
            .since("1.0.0")
            .complexity("O(1)")
            .build();

    private static final CommandError NEGATIVE = CommandError.of("ERR milliseconds must not be negative");

    private final Timers timers;
    private final Map<String, Set<Suspension>> waiting = new HashMap<>();
    private final Map<String, Long> opened = new HashMap<>();

    /** Takes the timers. */
    @Activate
    public LatchCommands(@Reference Timers timers) {
        this.timers = timers;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(AWAIT, this::await)
                .add(OPEN, this::open)
                .add(OPEN_LATER, this::openLater)
                .add(OPENED, this::opened)
                .build();
    }

    void await(Call call) {
        String name = call.text(1);
        long timeout = KeyWait.timeoutMillis(call, 2);
        Suspension suspension = call.suspend(timeout, late -> late.reply().nil());
        if (!suspension.isWaiting()) {
            return;
        }
        waiting.computeIfAbsent(name, none -> new LinkedHashSet<>()).add(suspension);
        // A timeout, CLIENT UNBLOCK, the client's departure and this module's own all end here.
        suspension.onAbandoned(() -> leave(name, suspension));
    }

    private void leave(String name, Suspension suspension) {
        Set<Suspension> line = waiting.get(name);
        if (line != null && line.remove(suspension) && line.isEmpty()) {
            waiting.remove(name);
        }
    }

    void open(Call call) {
        call.reply().integer(open(call.text(1)));
    }

    void openLater(Call call) {
        String name = call.text(1);
        timers.after(call.asLong(2, 0, Integer.MAX_VALUE, NEGATIVE), () -> open(name));
        call.reply().ok();
    }

    private long open(String name) {
        long times = opened.merge(name, 1L, Long::sum);
        Set<Suspension> line = waiting.remove(name);
        long released = 0;
        if (line != null) {
            for (Suspension suspension : List.copyOf(line)) {
                released += suspension.resume(answer -> answer.reply().integer(times)) ? 1 : 0;
            }
        }
        return released;
    }

    void opened(Call call) {
        call.reply().integer(opened.getOrDefault(call.text(1), 0L));
    }

    @Override
    public String name() {
        return "latches";
    }

    @Override
    public byte[] export() {
        List<byte[]> names = new ArrayList<>();
        int size = 0;
        for (String name : opened.keySet()) {
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            names.add(bytes);
            size += Integer.BYTES + bytes.length + Long.BYTES;
        }
        ByteBuffer state = ByteBuffer.allocate(size);
        for (byte[] name : names) {
            state.putInt(name.length).put(name).putLong(opened.get(new String(name, StandardCharsets.ISO_8859_1)));
        }
        return state.array();
    }

    @Override
    public void adopt(byte[] state) {
        ByteBuffer left = ByteBuffer.wrap(state);
        while (left.hasRemaining()) {
            byte[] name = new byte[left.getInt()];
            left.get(name);
            opened.put(new String(name, StandardCharsets.ISO_8859_1), left.getLong());
        }
    }
}
