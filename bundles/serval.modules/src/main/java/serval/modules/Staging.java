package serval.modules;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.module.Module;
import serval.spi.module.ModuleHost;
import serval.spi.module.ModuleRefusedException;

/**
 * Brings a bundle as far as it comes without being in service: installed, resolved, started with its services put aside, tested.
 * What does not pass is gone again when the answer comes.
 */
final class Staging {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    private final BundleContext context;
    private final ModuleHost host;
    private final Components components;
    private final Resolution resolution;
    private final Removal removal;
    private final ModuleDirectives directives;
    private final Inventory inventory;
    private final AtomicLong numbers = new AtomicLong();

    Staging(
            BundleContext context,
            ModuleHost host,
            Components components,
            Removal removal,
            ModuleDirectives directives,
            Inventory inventory) {
        this.context = context;
        this.host = host;
        this.components = components;
        this.removal = removal;
        this.directives = directives;
        this.inventory = inventory;
        resolution = new Resolution(context);
    }

    /** Installs, resolves and starts a bundle, and looks how its components fare. */
    Bundle stage(ModuleJar jar) {
        Bundle bundle = install(jar);
        boolean staged = false;
        try {
            List<String> missing = resolution.resolve(bundle);
            if (!missing.isEmpty()) {
                throw new ModuleRefusedException(jar.file() + " cannot be used: " + String.join("; ", missing));
            }
            host.stage(bundle);
            start(bundle, jar);
            List<String> problems = components.problems(bundle);
            if (!problems.isEmpty()) {
                throw new ModuleRefusedException(described(bundle) + " does not start: " + String.join("; ", problems));
            }
            link(bundle);
            staged = true;
            return bundle;
        } catch (HungException hung) {
            staged = true;
            throw hung;
        } finally {
            if (!staged) {
                removal.discard(bundle);
            }
        }
    }

    /**
     * Loads and links the classes of a bundle, so that no client waits for that at the first call of a command. Those that need what is
     * absent, such as an optional package, are left to whoever asks for them.
     */
    private static void link(Bundle bundle) {
        Enumeration<URL> entries = bundle.findEntries("/", "*.class", true);
        int methods = 0;
        while (entries != null && entries.hasMoreElements()) {
            String path = entries.nextElement().getPath();
            String name = path.substring(1, path.length() - ".class".length()).replace('/', '.');
            try {
                // To tell of its methods a class has to be linked.
                methods += bundle.loadClass(name).getDeclaredMethods().length;
            } catch (ClassNotFoundException | LinkageError absent) {
                LOG.debug("{} of {} is not loaded beforehand: {}", name, described(bundle), absent.toString());
            }
        }
        LOG.debug("{} methods of {} are linked", methods, described(bundle));
    }

    private Bundle install(ModuleJar jar) {
        String location = "module:" + jar.name() + ":" + jar.version() + ":" + numbers.incrementAndGet();
        try (InputStream content = Files.newInputStream(jar.copy())) {
            return context.installBundle(location, content);
        } catch (BundleException | IOException refused) {
            throw new ModuleRefusedException(jar.file() + " cannot be installed: " + Reasons.of(refused), refused);
        }
    }

    /** A bundle that did not come back and cannot even be discarded. */
    private static final class HungException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HungException(String message) {
            super(message);
        }
    }

    private void start(Bundle bundle, ModuleJar jar) {
        long millis = directives.startTimeout.value();
        try {
            Bounded.call("start of " + described(bundle), millis, () -> {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
                return bundle;
            });
        } catch (Bounded.LateException late) {
            String reason = described(bundle) + " did not start within " + millis + " ms";
            Thread running = late.running;
            if (running == null) {
                throw new ModuleRefusedException(reason + " and was interrupted");
            }
            quarantine(bundle, jar, running, reason);
            throw new HungException(reason + " and does not react to an interruption; it is kept out of service");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ModuleRefusedException("interrupted");
        } catch (Exception failed) {
            Throwable cause =
                    failed instanceof BundleException && failed.getCause() != null ? failed.getCause() : failed;
            throw new ModuleRefusedException(described(bundle) + " does not start: " + Reasons.of(cause), failed);
        }
    }

    /** Lists a bundle that hangs, and waits on a thread of its own in case it comes back one day. */
    private void quarantine(Bundle bundle, ModuleJar jar, Thread running, String reason) {
        InstalledModule stray = new InstalledModule(
                jar.name(),
                jar.version(),
                jar.file(),
                jar.digest(),
                bundle.getBundleId(),
                List.of(),
                InstalledModule.Origin.COMMAND,
                null);
        stray.state = InstalledModule.State.HUNG;
        stray.reason = reason;
        inventory.hung().add(stray);
        LOG.error("{} and does not react to an interruption; its thread is left alone and it serves nobody", reason);
        Thread.ofPlatform().daemon().name("end of " + described(bundle)).start(() -> {
            try {
                running.join();
                removal.discard(bundle);
                inventory.hung().remove(stray);
                LOG.info("{} came back at last and was removed", described(bundle));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Gives a staged bundle its arguments and values, and has it tested.
     *
     * @param values of its directives, words by name
     */
    void admit(Bundle bundle, @Nullable Bundle leaving, List<String> arguments, Map<String, String> values) {
        List<Module> parts = services(bundle, Module.class);
        if (parts.isEmpty() && !arguments.isEmpty()) {
            LOG.warn("{} takes no arguments: those given are not looked at", described(bundle));
        }
        configure(bundle, values);
        for (Module part : parts) {
            run(bundle, "reading its arguments", () -> {
                part.arguments(arguments);
                return part;
            });
        }
        Optional<ModuleRefusedException> wrong = run(bundle, "the test of its types", () -> {
            try {
                host.verifyTypes(bundle, leaving);
                return Optional.empty();
            } catch (ModuleRefusedException refused) {
                return Optional.of(refused);
            }
        });
        if (wrong.isPresent()) {
            throw wrong.get();
        }
        for (Module part : parts) {
            run(bundle, "its test of itself", () -> {
                part.test(host.trial(bundle));
                return part;
            });
        }
    }

    private <T> T run(Bundle bundle, String what, Callable<T> action) {
        long millis = directives.startTimeout.value();
        String who = described(bundle);
        try {
            return Bounded.call("module " + bundle.getSymbolicName(), millis, action);
        } catch (Bounded.LateException late) {
            throw new ModuleRefusedException(who + ": " + what + " took longer than " + millis + " ms");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ModuleRefusedException("interrupted");
        } catch (IllegalArgumentException senseless) {
            throw new ModuleRefusedException(
                    who + " does not take these arguments: " + senseless.getMessage(), senseless);
        } catch (Exception failed) {
            Throwable cause =
                    failed instanceof ModuleRefusedException && failed.getCause() != null ? failed.getCause() : failed;
            String message = cause instanceof AssertionError && cause.getMessage() != null
                    ? Reasons.line(cause.getMessage())
                    : Reasons.of(cause);
            throw new ModuleRefusedException(who + ": " + what + " failed: " + message, failed);
        }
    }

    private void configure(Bundle bundle, Map<String, String> values) {
        Map<String, Directive> known = new LinkedHashMap<>();
        for (DirectiveSet set : services(bundle, DirectiveSet.class)) {
            for (Directive directive : set.directives()) {
                known.put(directive.name(), directive);
                directive.aliases().forEach(alias -> known.put(alias, directive));
            }
        }
        values.forEach((name, value) -> {
            Directive directive = known.get(name.toLowerCase(java.util.Locale.ROOT));
            if (directive == null) {
                throw new ModuleRefusedException(described(bundle) + " has no directive '" + name + "'");
            }
            try {
                boolean several = directive.is(Directive.Trait.MULTI_ARGUMENT);
                if (directive.set(several ? List.of(value.strip().split(" +")) : List.of(value))) {
                    directive.changed();
                }
            } catch (ConfigRejectedException refused) {
                throw new ModuleRefusedException(
                        "the value of '" + name + "' is not valid: " + refused.getMessage(), refused);
            }
        });
    }

    /** The services of a type that a bundle has published. */
    private <S> List<S> services(Bundle bundle, Class<S> type) {
        List<S> found = new ArrayList<>();
        ServiceReference<?>[] published = bundle.getRegisteredServices();
        if (published == null) {
            return found;
        }
        for (ServiceReference<?> reference : published) {
            List<String> types = List.of((String[]) reference.getProperty("objectClass"));
            if (types.contains(type.getName())) {
                Object service = context.getService(reference);
                if (type.isInstance(service)) {
                    found.add(type.cast(service));
                }
            }
        }
        return found;
    }

    /** A bundle's name and version. */
    static String described(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
