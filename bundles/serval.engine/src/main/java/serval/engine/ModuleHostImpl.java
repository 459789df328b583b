package serval.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.module.SelfTest;
import serval.sdk.reply.CommandError;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.keyspace.Conversions;
import serval.spi.module.Arrivals;
import serval.spi.module.Intake;
import serval.spi.module.ModuleHost;
import serval.spi.module.ModuleRefusedException;
import serval.spi.module.Phase;
import serval.spi.module.Tasks;
import serval.spi.request.Request;
import serval.spi.session.Session;

/** Exchanges bundles: prepares in slices, then lets all that they contribute change hands within one batch. */
final class ModuleHostImpl implements ModuleHost {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleHostImpl.class);
    private static final long SLICE_NANOS = 1_000_000;
    private static final long REST_NANOS = 1_000_000;
    private static final CommandError WITHDRAWN = CommandError.of("UNBLOCKED the module of this command was removed");
    private static final CommandError REPLACED = CommandError.of("UNBLOCKED the module of this command was replaced");

    private final Core core;
    private final FamilyArrivals families;
    private final HandoverArrivals handovers;
    private final BundleScopes scopes;
    private final List<Intake> intakes = new CopyOnWriteArrayList<>();
    private volatile @Nullable Conversions conversions;

    ModuleHostImpl(Core core, FamilyArrivals families, HandoverArrivals handovers, BundleScopes scopes) {
        this.core = core;
        this.families = families;
        this.handovers = handovers;
        this.scopes = scopes;
    }

    void add(Intake intake) {
        intakes.add(intake);
    }

    void remove(Intake intake) {
        intakes.remove(intake);
    }

    void conversions(@Nullable Conversions service) {
        conversions = service;
    }

    @Override
    public void stage(Bundle bundle) {
        Phase.set(bundle, Phase.STAGED);
    }

    @Override
    public void forget(Bundle bundle) {
        Phase.set(bundle, Phase.SERVING);
    }

    @Override
    public Map<String, List<String>> contributions(Bundle bundle) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Intake intake : intakes) {
            List<String> names = intake.contributions(bundle);
            if (!names.isEmpty()) {
                all.computeIfAbsent(intake.kind(), none -> new ArrayList<>()).addAll(names);
            }
        }
        return all;
    }

    @Override
    public List<String> conflicts(Bundle entering, @Nullable Bundle leaving) {
        List<String> all = new ArrayList<>();
        for (Intake intake : intakes) {
            all.addAll(intake.conflicts(entering, leaving));
        }
        return all;
    }

    @Override
    public void verifyTypes(Bundle entering, @Nullable Bundle leaving) {
        Conversions service = conversions;
        if (service != null) {
            service.verify(entering, leaving);
        }
    }

    @Override
    public SelfTest trial(Bundle staged) {
        Trial trial = locked(() ->
                new Trial(core, staged, families.tables(staged), core.keyspace().detached(0), Origin.INTERNAL));
        return words -> {
            byte[][] bytes = new byte[words.length][];
            for (int i = 0; i < words.length; i++) {
                bytes[i] = words[i].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            }
            ReplyTree reply = new ReplyTree();
            locked(() -> {
                core.execution.trial(trial, new Request().set(bytes), reply);
                return true;
            });
            return reply.value();
        };
    }

    @Override
    public long held(Bundle bundle) {
        Conversions service = conversions;
        return service == null ? 0 : locked(() -> service.held(bundle));
    }

    @Override
    public long convertible(Bundle entering, @Nullable Bundle leaving) {
        Conversions service = conversions;
        return service == null ? 0 : locked(() -> service.concerned(entering, leaving));
    }

    // The exchange

    @Override
    public void exchange(@Nullable Bundle leaving, @Nullable Bundle entering) {
        Shadows shadows = null;
        try {
            if (entering != null) {
                shadows = prepare(leaving, entering);
            }
            long changes = Arrivals.changes();
            refuseConflicts(leaving, entering);
            for (Intake intake : intakes) {
                intake.prepare(leaving, entering);
            }
            long nanos = locked(() -> {
                long began = System.nanoTime();
                if (Arrivals.changes() != changes) {
                    refuseConflicts(leaving, entering);
                }
                exchangeNow(leaving, entering);
                return System.nanoTime() - began;
            });
            LOG.debug("The exchange held the lock for {} us", nanos / 1000);
        } finally {
            Shadows begun = shadows;
            if (begun != null) {
                locked(() -> {
                    core.shadows = null;
                    begun.abandon();
                    return true;
                });
            }
        }
    }

    /** Converts large values beside those in use; returns null if there are none to look for. */
    private @Nullable Shadows prepare(@Nullable Bundle leaving, Bundle entering) {
        Conversions service = conversions;
        if (service == null || convertible(entering, leaving) == 0) {
            return null;
        }
        Shadows shadows = new Shadows(core, service, leaving, entering, families.tables(entering));
        Conversions.Search search = locked(() -> service.searchLarge(entering, leaving));
        Conversions.Search.Found taker = shadows::add;
        try {
            while (!locked(() -> search.step(SLICE_NANOS, taker))) {
                rest();
            }
            locked(() -> {
                core.shadows = shadows;
                return true;
            });
            while (!locked(() -> shadows.step(SLICE_NANOS))) {
                rest();
            }
            return shadows;
        } catch (RuntimeException failed) {
            locked(() -> {
                core.shadows = null;
                shadows.abandon();
                return true;
            });
            throw failed;
        }
    }

    private static void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }

    private void refuseConflicts(@Nullable Bundle leaving, @Nullable Bundle entering) {
        if (entering != null) {
            refuse(conflicts(entering, leaving));
        }
    }

    private void refuseObjections(Bundle leaving) {
        List<String> objections = new ArrayList<>();
        for (Intake intake : intakes) {
            objections.addAll(intake.objections(leaving));
        }
        refuse(objections);
    }

    private static void refuse(List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new ModuleRefusedException(String.join("; ", reasons));
        }
    }

    private void exchangeNow(@Nullable Bundle leaving, @Nullable Bundle entering) {
        if (entering == null && leaving != null) {
            refuseObjections(leaving);
        }
        swap(leaving, entering);
        core.adopt();
        if (leaving != null && entering != null) {
            handovers.handOver(leaving, entering);
        }
        Shadows shadows = core.shadows;
        if (shadows != null) {
            core.shadows = null;
            shadows.adopt();
        }
        if (leaving != null) {
            core.blocked.handOver(leaving.getBundleId(), entering == null ? WITHDRAWN : REPLACED);
            forgetLastCommands(leaving.getBundleId());
        }
        scopes.serves(entering);
        core.execution.forgetCalls();
    }

    private void swap(@Nullable Bundle leaving, @Nullable Bundle entering) {
        Phase before = entering == null ? Phase.STAGED : Phase.of(entering);
        phases(leaving, Phase.WITHDRAWN, entering, Phase.SERVING);
        List<Intake> done = new ArrayList<>();
        try {
            for (Intake intake : intakes) {
                done.add(intake);
                intake.exchange(leaving, entering);
            }
        } catch (RuntimeException | LinkageError failed) {
            LOG.error("The exchange failed and is taken back", failed);
            phases(leaving, Phase.SERVING, entering, before);
            for (Intake intake : done) {
                intake.exchange(entering, leaving);
            }
            core.adopt();
            throw new ModuleRefusedException("the exchange failed: " + failed, failed);
        }
    }

    private static void phases(@Nullable Bundle leaving, Phase its, @Nullable Bundle entering, Phase others) {
        if (leaving != null) {
            Phase.set(leaving, its);
        }
        if (entering != null) {
            Phase.set(entering, others);
        }
    }

    /** What CLIENT LIST shows of a session's last command must not hold on to the bundle that had it. */
    private void forgetLastCommands(long bundle) {
        for (Session session : core.sessions.all()) {
            CommandEntry last = session.lastCommand();
            if (last != null && last.bundle() == bundle) {
                CommandEntry next = core.snapshot().find(last.name());
                session.lastCommand(next != null ? next : Internal.named(last.name(), last.owner()));
            }
        }
    }

    @Override
    public String settle(Bundle bundle) {
        Conversions service = conversions;
        while (service != null && !locked(() -> service.sweep(bundle, SLICE_NANOS))) {
            rest();
        }
        return locked(() -> {
            if (Phase.of(bundle) == Phase.SERVING) {
                return "";
            }
            String task = Tasks.of(bundle);
            if (!task.isEmpty() || service == null) {
                return task;
            }
            long values = service.held(bundle);
            long failed = service.failed(bundle);
            if (failed > 0) {
                return failed + " values that cannot be converted";
            }
            if (values > 0) {
                return values + " values";
            }
            return service.isWalked(bundle) ? "a snapshot" : "";
        });
    }

    /** Runs something in a batch of its own and waits for what it returns. */
    private <T> T locked(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        core.submit(() -> {
            try {
                done.complete(action.get());
            } catch (Throwable failed) {
                done.completeExceptionally(failed);
            }
        });
        try {
            return done.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw wrapped;
        }
    }
}
