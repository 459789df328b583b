package serval.modules;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import serval.spi.module.FaultListener;

/** Counts the faults of modules that are on probation. */
@Component(service = {FaultListener.class, FaultWatch.class})
public final class FaultWatch implements FaultListener {
    private final Map<Long, Count> watched = new ConcurrentHashMap<>();

    private static final class Count {
        final long limit;
        final Consumer<String> tooMany;
        long faults;

        Count(long limit, Consumer<String> tooMany) {
            this.limit = limit;
            this.tooMany = tooMany;
        }
    }

    /**
     * Begins to count a bundle's faults.
     *
     * @param tooMany is told once, in words, when there are as many as the limit; under the engine lock
     */
    void watch(long bundle, long limit, Consumer<String> tooMany) {
        if (limit > 0) {
            watched.put(bundle, new Count(limit, tooMany));
        }
    }

    /** Ends counting. */
    void forget(long bundle) {
        watched.remove(bundle);
    }

    @Override
    public void fault(long bundle, String command, Throwable fault) {
        Count count = watched.get(bundle);
        if (count != null && ++count.faults >= count.limit) {
            watched.remove(bundle);
            // The text, not the fault: its class may be of the module.
            count.tooMany.accept(count.faults + " faults of its commands, the last one in '" + command + "': "
                    + Reasons.line(String.valueOf(fault)));
        }
    }
}
