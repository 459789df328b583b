package serval.engine;

import java.util.List;
import org.osgi.framework.ServiceReference;
import serval.spi.gate.Gate;
import serval.spi.gate.GateOrder;
import serval.spi.module.Arrivals;

/** Gates by bundle. The chain belongs to the engine lock, so that those who come on a bundle's thread wait for the next batch. */
final class GateArrivals extends Arrivals<Gate> {
    private final Core core;

    GateArrivals(Core core) {
        super("gates");
        this.core = core;
    }

    @Override
    protected void enter(Gate gate, ServiceReference<? extends Gate> reference) {
        core.underLock(() -> {
            core.gates.add(gate);
            if (gate.order() == GateOrder.AUTHENTICATION) {
                core.door.keepers(1);
            } else if (gate.order() == GateOrder.TRANSACTION) {
                core.held.keepers(1, core.sessions.all());
            }
        });
    }

    @Override
    protected void leave(Gate gate, ServiceReference<? extends Gate> reference) {
        core.underLock(() -> {
            if (!core.gates.remove(gate)) {
                return;
            }
            if (gate.order() == GateOrder.AUTHENTICATION) {
                core.door.keepers(-1);
            } else if (gate.order() == GateOrder.TRANSACTION) {
                core.held.keepers(-1, core.sessions.all());
            }
        });
    }

    @Override
    protected List<String> names(Gate gate) {
        return List.of(gate.name());
    }
}
