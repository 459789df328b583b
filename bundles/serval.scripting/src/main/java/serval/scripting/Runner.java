package serval.scripting;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;
import serval.spi.engine.EngineStatistics;
import serval.spi.engine.EngineSwitches;
import serval.spi.engine.Executor;
import serval.spi.keyspace.Keyspace;
import serval.spi.request.Request;
import serval.spi.role.ServerRole;

/** What runs of scripts need of the server, and which one is on. */
@Component(service = Runner.class)
public final class Runner {
    private final HeapGuard heap = new HeapGuard();
    private final Executor executor;
    private final Commands commands;
    private final EngineStatistics statistics;
    private final Keyspace keyspace;
    private final EngineSwitches switches;
    private volatile @Nullable ServerRole role;
    private final Request request = new Request();
    private @Nullable Run current;

    /** Runs by these. */
    @Activate
    public Runner(
            @Reference Executor executor,
            @Reference Commands commands,
            @Reference EngineStatistics statistics,
            @Reference Keyspace keyspace,
            @Reference EngineSwitches switches) {
        this.executor = executor;
        this.commands = commands;
        this.statistics = statistics;
        this.keyspace = keyspace;
        this.switches = switches;
    }

    /** The server's role came. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindRole(ServerRole service) {
        role = service;
    }

    /** The server's role went. */
    public void unbindRole(ServerRole service) {
        if (role == service) {
            role = null;
        }
    }

    /** Whether scripts may call any command. */
    boolean callsAll() {
        return switches.scriptsCallAll();
    }

    Executor executor() {
        return executor;
    }

    Commands commands() {
        return commands;
    }

    boolean isReplica() {
        ServerRole now = role;
        return now != null && now.isReplica();
    }

    /** Whether {@code maxmemory} is set and reached. */
    boolean memoryIsOut() {
        return !keyspace.makeRoom();
    }

    /** Whether a script may take so many bytes of the heap. */
    boolean mayTake(long bytes) {
        return heap.mayTake(bytes);
    }

    /** A script's command was refused before it ran. */
    void refused(@Nullable CommandEntry command, CommandError reason) {
        statistics.error(reason.text());
        if (command != null) {
            command.statistics().rejected();
        }
    }

    /** Where a run that is about to begin puts the words of its calls: the same as the one before, unless that is still on. */
    Request request() {
        return current == null ? request : new Request();
    }

    /** A run begins; returns the one it is in, if any. */
    @Nullable
    Run begin(Run run) {
        Run outer = current;
        current = run;
        return outer;
    }

    void end(@Nullable Run outer) {
        current = outer;
        heap.ended();
    }

    /** The run that is on, or null. */
    @Nullable
    Run current() {
        return current;
    }

    /** SCRIPT KILL and FUNCTION KILL. */
    void kill(Call call, boolean function) {
        Run run = current;
        if (run == null) {
            throw ScriptErrors.NOT_BUSY.exception();
        }
        if (run.isFunction() != function) {
            throw (run.isFunction() ? ScriptErrors.BUSY_FUNCTION : ScriptErrors.BUSY_SCRIPT).exception();
        }
        if (run.wrote()) {
            throw ScriptErrors.UNKILLABLE.exception();
        }
        if (!executor.kill(ScriptErrors.KILLED)) {
            throw ScriptErrors.NOT_BUSY.exception();
        }
        call.reply().ok();
    }
}
