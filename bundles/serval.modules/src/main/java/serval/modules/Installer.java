package serval.modules;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.modules.InstalledModule.Former;
import serval.modules.InstalledModule.Origin;
import serval.modules.InstalledModule.State;
import serval.spi.module.ModuleHost;
import serval.spi.module.ModuleRefusedException;

/**
 * Installs, exchanges, removes and rolls back modules, on the module thread. A method that returns has done what clients
 * can see; the {@link Runnable} that it returns does the rest, which may take its time.
 */
final class Installer {
    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);

    private final BundleContext context;
    private final ModuleHost host;
    private final Staging staging;
    private final Removal removal;
    private final Departures departures;
    private final Inventory inventory;
    private final FaultWatch faults;
    private final ModuleDirectives directives;
    private final ModuleThread thread;
    private final AtomicLong copies = new AtomicLong();

    Installer(
            BundleContext context,
            ModuleHost host,
            Components components,
            Inventory inventory,
            FaultWatch faults,
            ModuleDirectives directives,
            ModuleThread thread) {
        this.context = context;
        this.host = host;
        this.inventory = inventory;
        this.faults = faults;
        this.directives = directives;
        this.thread = thread;
        removal = new Removal(context, host, inventory);
        staging = new Staging(context, host, components, removal, directives, inventory);
        departures = new Departures(context, host, removal, inventory, thread);
    }

    /** Looks a jar through. */
    ModuleJar inspect(Path file) {
        return ModuleJar.inspect(
                file, context.getDataFile("jar-" + copies.incrementAndGet()).toPath());
    }

    /** Brings a module into service whose name nobody has. */
    Runnable load(ModuleJar jar, List<String> arguments, Map<String, String> values, Origin origin) {
        Platform.check(jar.name());
        Bundle present = inventory.serving(jar.name());
        if (present != null) {
            throw new ModuleRefusedException(
                    Staging.described(present) + " is installed already; MODULE UPGRADE exchanges it");
        }
        return enter(jar, null, arguments, values, origin);
    }

    /** Exchanges a module for another version, newer or older. */
    Runnable upgrade(ModuleJar jar, Origin origin) {
        Platform.check(jar.name());
        Bundle present = inventory.serving(jar.name());
        if (present == null) {
            throw new ModuleRefusedException(
                    "no module " + jar.name() + " is installed that could be exchanged; MODULE LOAD installs it");
        }
        if (present.getVersion().equals(jar.version())) {
            throw new ModuleRefusedException(Staging.described(present) + " is installed already");
        }
        return exchange(jar, present, origin);
    }

    /** Exchanges what is in service for a jar, whatever the versions; the arguments stay. */
    Runnable exchange(ModuleJar jar, Bundle present, Origin origin) {
        Platform.check(jar.name());
        InstalledModule module = inventory.find(jar.name());
        return enter(jar, present, module == null ? List.of() : module.arguments, Map.of(), origin);
    }

    private Runnable enter(
            ModuleJar jar,
            @Nullable Bundle leaving,
            List<String> arguments,
            Map<String, String> values,
            Origin origin) {
        Bundle entering = staging.stage(jar);
        InstalledModule known = inventory.find(jar.name());
        boolean entered = false;
        try {
            List<String> conflicts = host.conflicts(entering, leaving);
            if (!conflicts.isEmpty()) {
                throw new ModuleRefusedException(
                        Staging.described(entering) + " cannot enter: " + String.join("; ", conflicts));
            }
            staging.admit(entering, leaving, arguments, values);
            departures.releaseReserve(known);
            host.exchange(leaving, entering);
            entered = true;
        } finally {
            if (!entered) {
                removal.discard(entering);
            }
        }
        long number = entering.getBundleId();
        InstalledModule module = known;
        Former former = null;
        if (leaving != null) {
            module = known != null ? known : distributed(leaving);
            faults.forget(leaving.getBundleId());
            former = new Former(module);
            module.formers.add(former);
            LOG.info("{} {} is in service in the place of {}", jar.name(), jar.version(), former.version);
        } else {
            LOG.info("{} {} is in service, from {}", jar.name(), jar.version(), jar.file());
        }
        if (module == null) {
            module = new InstalledModule(
                    jar.name(), jar.version(), jar.file(), jar.digest(), number, arguments, origin, null);
        }
        module.version = jar.version();
        module.path = jar.file();
        module.digest = jar.digest();
        module.bundle = number;
        module.arguments = arguments;
        module.origin = origin;
        module.reason = "";
        module.isNew = former == null;
        module.state = former == null ? State.PROBATION : State.SETTLING;
        inventory.add(module);
        InstalledModule entry = module;
        Former before = former;
        faults.watch(number, directives.faultLimit.value(), why -> thread.run(() -> faulty(entry, number, why)));
        return () -> probation(entry, number, before);
    }

    /** A bundle of the distribution becomes a module with its first exchange or its removal. */
    private static InstalledModule distributed(Bundle bundle) {
        String location = bundle.getLocation();
        Path original = location.startsWith("reference:")
                ? Path.of(URI.create(location.substring("reference:".length())).getSchemeSpecificPart())
                : null;
        return new InstalledModule(
                bundle.getSymbolicName(),
                bundle.getVersion(),
                original == null ? Path.of(location) : original,
                "",
                bundle.getBundleId(),
                List.of(),
                Origin.DISTRIBUTION,
                original);
    }

    private void probation(InstalledModule module, long bundle, @Nullable Former former) {
        if (former != null) {
            departures.settle(module, former);
        } else {
            departures.revive(bundle);
        }
        if (module.bundle != bundle || module.state == State.LEAVING || module.state == State.FAILED) {
            return;
        }
        module.state = State.PROBATION;
        long millis = directives.probation.value();
        if (millis == 0) {
            proven(module, bundle);
        } else {
            thread.schedule(() -> proven(module, bundle), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void proven(InstalledModule module, long bundle) {
        if (module.bundle != bundle || module.state != State.PROBATION) {
            return;
        }
        faults.forget(bundle);
        module.state = State.ACTIVE;
        departures.releaseReserve(module);
    }

    /** Takes a module out of service; its values are parked. */
    Runnable unload(String name) {
        Bundle present = inventory.serving(name);
        InstalledModule known = inventory.find(name);
        if (present == null) {
            if (known != null && known.state == State.FAILED) {
                inventory.remove(known);
                return () -> {};
            }
            for (InstalledModule hung : inventory.hung()) {
                if (hung.name().equals(name)) {
                    throw new ModuleRefusedException(hung.reason + "; it can only be removed by a restart");
                }
            }
            throw new ModuleRefusedException("no such module with that name");
        }
        Platform.check(name);
        InstalledModule module = known != null ? known : distributed(present);
        departures.releaseReserve(module);
        host.exchange(present, null);
        faults.forget(present.getBundleId());
        Former former = new Former(module);
        module.formers.add(former);
        module.state = State.LEAVING;
        inventory.add(module);
        LOG.info("{} {} is out of service", name, former.version);
        return () -> departures.release(module, former);
    }

    /** Lets the version before come back, as long as it is there. */
    Runnable rollBack(String name, String why) {
        InstalledModule module = inventory.find(name);
        if (module == null) {
            throw new ModuleRefusedException("no such module with that name");
        }
        Former reserve = module.reserve();
        Bundle back = reserve == null ? null : context.getBundle(reserve.bundle);
        Bundle present = context.getBundle(module.bundle);
        if (reserve == null || back == null || present == null) {
            throw new ModuleRefusedException(
                    "the version before " + name + " " + module.version + " is not kept any more: probation has ended");
        }
        host.verifyTypes(back, present);
        host.exchange(present, back);
        faults.forget(present.getBundleId());
        Former failed = new Former(module);
        module.formers.remove(reserve);
        module.formers.add(failed);
        module.version = reserve.version;
        module.path = reserve.path;
        module.digest = reserve.digest;
        module.bundle = reserve.bundle;
        module.origin = reserve.origin;
        module.reason = failed.version + " was rolled back: " + why;
        module.state = State.ACTIVE;
        LOG.warn("{} {} is in service again, {} was rolled back: {}", name, module.version, failed.version, why);
        return () -> departures.release(module, failed);
    }

    private void faulty(InstalledModule module, long bundle, String why) {
        if (module.bundle != bundle || inventory.find(module.name()) != module) {
            return;
        }
        try {
            if (module.reserve() != null) {
                rollBack(module.name(), why).run();
                return;
            }
            if (!module.isNew) {
                module.reason = "no version before " + module.version + " is left to roll back to: " + why;
                LOG.error("{} {} stays in service: {}", module.name(), module.version, module.reason);
                return;
            }
            LOG.error("{} {} is taken out of service: {}", module.name(), module.version, why);
            Runnable rest = unload(module.name());
            module.state = State.FAILED;
            module.reason = module.version + " was taken out of service: " + why;
            rest.run();
        } catch (ModuleRefusedException refused) {
            module.reason = module.version + " has faults and cannot be rolled back: " + refused.getMessage();
            LOG.error("{} stays: {} ({})", module.name(), module.reason, why);
        }
    }

    /** What an installation would do; nothing of it can be seen. */
    Plan plan(ModuleJar jar) {
        Platform.check(jar.name());
        Bundle present = inventory.serving(jar.name());
        InstalledModule known = inventory.find(jar.name());
        Bundle staged = staging.stage(jar);
        try {
            List<String> arguments = known == null ? List.of() : known.arguments;
            staging.admit(staged, present, arguments, Map.of());
            return Plan.of(context, host, staged, present);
        } finally {
            removal.discard(staged);
        }
    }
}
