package serval.admin;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import serval.admin.info.Settings;
import serval.sdk.engine.Engine;

/** Takes SIGTERM and SIGINT over from the launcher: they end the server as SHUTDOWN does. */
@Component(service = {})
public final class ShutdownSignals {
    private final Shutdown shutdown;
    private final Settings settings;
    private final Engine engine;
    private final List<ServiceRegistration<Runnable>> registrations;

    /** Registers for both signals. */
    @Activate
    public ShutdownSignals(
            BundleContext context,
            @Reference Shutdown shutdown,
            @Reference Settings settings,
            @Reference Engine engine) {
        this.shutdown = shutdown;
        this.settings = settings;
        this.engine = engine;
        registrations = List.of(
                register(context, "TERM", "shutdown-on-sigterm"), register(context, "INT", "shutdown-on-sigint"));
    }

    private ServiceRegistration<Runnable> register(BundleContext context, String signal, String directive) {
        Runnable action = () -> {
            if (signal.equals("INT") && shutdown.isEnding()) {
                shutdown.insist();
            } else {
                engine.submit(() -> shutdown.beginBySignal(Shutdown.Options.of(settings.text(directive))));
            }
        };
        return context.registerService(Runnable.class, action, new Hashtable<>(Map.of("serval.signal", signal)));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
