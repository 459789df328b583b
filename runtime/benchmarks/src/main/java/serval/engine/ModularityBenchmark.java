package serval.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import serval.benchmarks.BenchmarkSession;
import serval.keyspace.BenchmarkKeyspace;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Handler;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.request.Request;
import serval.string.SetCommands;
import serval.string.StringReadCommands;

/**
 * What it costs that commands are found in a table that bundles fill: a GET by its name against one whose method is called
 * directly, with and without the commands of twenty modules beside it. Per command, in batches of 16.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "-Xmx2g"})
public class ModularityBenchmark {
    private static final int BATCH = 16;
    private static final int COMMANDS_EACH = 10;

    /** Modules besides the strings' bundle, each with ten commands. */
    @Param({"0", "20"})
    public int modules;

    private final Core core = new Core(BenchmarkKeyspace.create(), new EngineDirectives());
    private final BenchmarkSession session = new BenchmarkSession();
    private final Request get = request("GET", "key:000000000001");
    private final ByteBuffer sink = ByteBuffer.allocateDirect(1 << 16);
    private CommandEntry entry = Internal.ENTRY;
    private Handler handler = call -> {};
    private CallImpl call = new CallImpl(core, 0, entry, get, session.reply());

    /** Installs the commands and a key. */
    @Setup
    public void fill() {
        core.keyspace().attach(new KeyspaceNews(core, core.execution));
        core.registry.add("read", "serval.string", 0, new StringReadCommands().commands());
        core.registry.add("set", "serval.string", 0, new SetCommands().commands());
        for (int module = 1; module <= modules; module++) {
            CommandTable.Builder table = CommandTable.table();
            for (int i = 0; i < COMMANDS_EACH; i++) {
                table.add(
                        CommandSpec.command("M" + module + ".COMMAND" + i + " value")
                                .group("module")
                                .build(),
                        any -> any.reply().ok());
            }
            core.registry.add("module" + module, "serval.module" + module, module, table.build());
        }
        core.enter();
        core.execution.execute(session, request("SET", "key:000000000001", "x".repeat(32)));
        core.leave();
        drain();
        entry = java.util.Objects.requireNonNull(core.snapshot().find("get"));
        handler = java.util.Objects.requireNonNull(entry.handler());
    }

    private static Request request(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return new Request().set(bytes);
    }

    private void drain() {
        sink.clear();
        session.out().drain(sink, Long.MAX_VALUE);
    }

    /** The method, called directly: no table, no gates, no effects, no statistics. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void direct() {
        core.enter();
        for (int i = 0; i < BATCH; i++) {
            call.prepare(entry, get, session.reply(), session, 0, Origin.CLIENT);
            handler.run(call);
        }
        core.leave();
        drain();
    }

    /** The same, found by its name. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void throughTheTable() {
        core.enter();
        for (int i = 0; i < BATCH; i++) {
            CommandEntry found = core.snapshot().find(get.array(0), get.offset(0), get.length(0));
            call.prepare(found, get, session.reply(), session, 0, Origin.CLIENT);
            found.handler().run(call);
        }
        core.leave();
        drain();
    }

    /** All that a request goes through. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void execute() {
        core.enter();
        for (int i = 0; i < BATCH; i++) {
            core.execution.execute(session, get);
        }
        core.leave();
        drain();
    }
}
