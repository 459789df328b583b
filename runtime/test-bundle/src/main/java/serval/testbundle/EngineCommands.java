package serval.testbundle;

import static serval.sdk.command.CommandSpec.command;

import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.block.Suspension;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.engine.Engine;
import serval.sdk.reply.CommandError;
import serval.sdk.timer.Timers;
import serval.spi.engine.Executor;

/** Commands that run long, fail, wait for a thread, set timers and call on. */
@Component
public final class EngineCommands implements CommandFamily {
    static final CommandSpec SPIN = command("TEST.SPIN milliseconds")
            .flags(CommandFlag.LONG, CommandFlag.WRITE)
            .build();
    static final CommandSpec KILL =
            command("TEST.KILL").flags(CommandFlag.ALLOW_BUSY).build();
    static final CommandSpec FAIL = command("TEST.FAIL key value")
            .flags(CommandFlag.WRITE)
            .keys(KeyFlag.OW)
            .build();
    static final CommandSpec FAULT = command("TEST.FAULT kind").build();
    static final CommandSpec ANSWER = command("TEST.ANSWER milliseconds timeout")
            .flags(CommandFlag.BLOCKING)
            .build();
    static final CommandSpec LATER =
            command("TEST.LATER milliseconds key value").build();
    static final CommandSpec SUBMIT = command("TEST.SUBMIT key value").build();
    static final CommandSpec CALL = command("TEST.CALL command [arg [arg ...]]")
            .flags(CommandFlag.WRITE)
            .build();

    private final Engine engine;
    private final Executor executor;
    private final Timers timers;

    /** Takes the services that the commands use. */
    @Activate
    public EngineCommands(@Reference Engine engine, @Reference Executor executor, @Reference Timers timers) {
        this.engine = engine;
        this.executor = executor;
        this.timers = timers;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SPIN, this::spin)
                .add(KILL, this::kill)
                .add(FAIL, this::fail)
                .add(FAULT, this::fault)
                .add(ANSWER, this::answer)
                .add(LATER, this::later)
                .add(SUBMIT, this::submit)
                .add(CALL, this::call)
                .build();
    }

    void spin(Call call) {
        long ends = System.nanoTime() + call.asLong(1) * 1_000_000;
        while (System.nanoTime() - ends < 0) {
            call.checkpoint();
        }
        call.reply().status("SPUN");
    }

    void kill(Call call) {
        boolean killed = executor.kill(CommandError.of("ERR killed by TEST.KILL"));
        call.reply().integer(killed ? 1 : 0);
    }

    /** Writes a key and half a reply, and then has a bug. */
    void fail(Call call) {
        byte[] value = call.copy(2);
        call.key(1).string().set(value, 0, value.length);
        call.reply().array(3);
        call.reply().integer(1);
        throw new IllegalStateException("a bug");
    }

    void fault(Call call) {
        switch (call.text(1)) {
            case "error" -> throw new NoClassDefFoundError("no.such.Class");
            case "stack" -> deeper(call, 0);
            default -> throw new IndexOutOfBoundsException("a bug");
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static long deeper(Call call, long depth) {
        return deeper(call, depth + 1) + 1;
    }

    void answer(Call call) {
        long millis = call.asLong(1);
        Suspension suspension =
                call.suspend(call.asLong(2), late -> late.reply().status("LATE"));
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            suspension.resume(now -> now.reply().status("ANSWERED"));
        });
    }

    void later(Call call) {
        byte[] key = call.copy(2);
        byte[] value = call.copy(3);
        timers.after(call.asLong(1), () -> set(key, value));
        call.reply().ok();
    }

    void submit(Call call) {
        byte[] key = call.copy(1);
        byte[] value = call.copy(2);
        Thread.ofVirtual().start(() -> set(key, value));
        call.reply().ok();
    }

    private void set(byte[] key, byte[] value) {
        engine.submit(0, call -> call.run(call.reply(), "SET".getBytes(StandardCharsets.US_ASCII), key, value));
    }

    void call(Call call) {
        byte[][] words = new byte[call.count() - 1][];
        for (int i = 0; i < words.length; i++) {
            words[i] = call.copy(i + 1);
        }
        call.reply().array(1);
        call.run(call.reply(), words);
    }
}
