package serval.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.sdk.command.CommandFlag;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.role.ServerRole;

/** Refuses writes while fewer replicas keep up than {@code min-replicas-to-write} demands; armed only while it demands any. */
@Component(service = {Gate.class, DirectiveSet.class})
public final class MinReplicasGate implements Gate, DirectiveSet {
    private static final CommandError NOREPLICAS = CommandError.of("NOREPLICAS Not enough good replicas to write.");

    private final LongDirective least = new LongDirective(
            "min-replicas-to-write", Unit.PLAIN, 0, Integer.MAX_VALUE, 0, List.of("min-slaves-to-write"));
    private final LongDirective maxLag = new LongDirective(
            "min-replicas-max-lag", Unit.PLAIN, 0, Integer.MAX_VALUE, 10, List.of("min-slaves-max-lag"));
    private volatile @Nullable ServerRole role;
    private @Nullable GateControl control;

    /** Creates the gate. */
    public MinReplicasGate() {
        least.onChange(this::arm);
        maxLag.onChange(this::arm);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindRole(ServerRole service) {
        role = service;
    }

    void unbindRole(ServerRole service) {
        if (role == service) {
            role = null;
        }
    }

    private boolean isOn() {
        return least.value() > 0 && maxLag.value() > 0;
    }

    private void arm() {
        if (control != null) {
            control.armAll(isOn());
        }
    }

    private int good() {
        ServerRole now = role;
        return now == null ? 0 : now.goodReplicas(maxLag.value());
    }

    @Override
    public List<Directive> directives() {
        return List.of(least, maxLag);
    }

    @Override
    public String name() {
        return "min-replicas";
    }

    @Override
    public int order() {
        return GateOrder.MIN_REPLICAS;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        arm();
    }

    @Override
    public Verdict check(GateCall call) {
        if (call.origin() != Origin.CLIENT || !call.runs(CommandFlag.WRITE) || writeRefusal() == null) {
            return Verdict.PASS;
        }
        call.reply().error(NOREPLICAS);
        return Verdict.REFUSE;
    }

    @Override
    public @Nullable CommandError writeRefusal() {
        ServerRole now = role;
        boolean replica = now != null && now.isReplica();
        return !isOn() || replica || good() >= least.value() ? null : NOREPLICAS;
    }
}
