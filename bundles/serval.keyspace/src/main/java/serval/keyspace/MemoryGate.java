package serval.keyspace;

import java.util.Set;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** Makes room before a command runs, and refuses those that need memory when there is none. Armed while {@code maxmemory} is set. */
final class MemoryGate implements Gate {
    /** What ends a transaction. */
    private static final Set<String> ENDS = Set.of("exec", "discard", "quit", "reset");

    private final KeyspaceImpl keyspace;

    MemoryGate(KeyspaceImpl keyspace) {
        this.keyspace = keyspace;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public int order() {
        return GateOrder.MEMORY;
    }

    @Override
    public void attach(GateControl control) {
        control.armAll(keyspace.directives().maxmemory.value() != 0);
        keyspace.directives().maxmemory.onChange(() -> {
            control.armAll(keyspace.directives().maxmemory.value() != 0);
            keyspace.makeRoom();
        });
    }

    @Override
    public Verdict check(GateCall call) {
        // In a script and a transaction it was looked at when they began: nothing is evicted in the middle.
        if (call.origin() != Origin.CLIENT && call.origin() != Origin.INTERNAL) {
            return Verdict.PASS;
        }
        boolean room = keyspace.makeRoom();
        if (room || !call.runs(CommandFlag.DENYOOM) && !isQueued(call)) {
            return Verdict.PASS;
        }
        call.reply().error(CommandError.OUT_OF_MEMORY);
        return Verdict.REFUSE;
    }

    /** Whether it would be queued: a queue takes memory as well. */
    private static boolean isQueued(GateCall call) {
        Session session = call.session();
        return session != null
                && call.origin() == Origin.CLIENT
                && session.is(SessionFlag.TRANSACTION)
                && !ENDS.contains(call.command().name());
    }
}
