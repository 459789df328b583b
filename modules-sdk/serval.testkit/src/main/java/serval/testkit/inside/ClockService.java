package serval.testkit.inside;

import java.lang.reflect.Proxy;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import serval.testkit.internal.Host;

/** Puts the test's clock in the place of the server's as soon as the bundle that declares clocks has started: before the engine. */
final class ClockService implements SynchronousBundleListener {
    private static final String DECLARED_BY = "serval.spi";
    private static final String TYPE = "serval.spi.engine.ServerClock";

    private final Host host;

    private ClockService(Host host) {
        this.host = host;
    }

    static void offer(BundleContext system, Host host) {
        system.addBundleListener(new ClockService(host));
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.STARTED && DECLARED_BY.equals(bundle.getSymbolicName())) {
            try {
                Class<?> type = bundle.loadClass(TYPE);
                Object clock = Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> switch (method.getName()) {
                            case "millis" -> host.epochNanos() / 1_000_000;
                            case "micros" -> host.epochNanos() / 1_000;
                            case "nanos" -> host.monotonicNanos();
                            case "hashCode" -> System.identityHashCode(self);
                            case "equals" -> self == arguments[0];
                            default -> "the test's clock";
                        });
                bundle.getBundleContext().registerService(TYPE, clock, null);
            } catch (ClassNotFoundException incomplete) {
                throw new IllegalStateException("This server has no " + TYPE, incomplete);
            }
        }
    }
}
