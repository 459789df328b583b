package serval.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.spi.journal.Effect;
import serval.spi.journal.Journal;
import serval.spi.journal.JournalSink;
import serval.spi.journal.JournalUnit;
import serval.spi.module.Arrivals;
import serval.spi.module.Intake;
import serval.spi.request.Request;

/**
 * Collects the effects of a unit and gives them to the sinks when the outermost unit ends.
 *
 * <p>Sinks come and go dynamically; one that arrives in the middle of a unit takes the next one. A sink that fails is logged and
 * asked again with the next unit: what it lost is its own to find out, as a file's owner does from its errors.
 */
@Component(service = Journal.class)
public final class JournalComponent implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(JournalComponent.class);

    private static final JournalSink[] NONE = {};

    private volatile JournalSink[] sinks = NONE;
    private volatile int targets;
    /** Those of the unit that is open: between units a sink that left must not be held. */
    private JournalSink[] unitSinks = NONE;

    /** What the open unit has left so far, besides {@link #lent}. */
    private List<Effect> effects = List.of();
    /** The only effect so far, if that is a request as it was sent, whose words are the client's still. */
    private @Nullable Request lent;

    private int lentDatabase;
    private int lentTargets;
    private int depth;
    private long millis;
    private boolean atomic;
    private volatile long position;

    /** Actions by the position they wait for; guarded by itself. */
    private final TreeMap<Long, List<Runnable>> waiting = new TreeMap<>();

    /** Actions by the position that has to be on the disk for them; guarded by {@link #waiting}. */
    private final TreeMap<Long, List<Runnable>> waitingForDisk = new TreeMap<>();

    private final Arrivals<JournalSink> arrivals = new Arrivals<>("journal sinks") {
        @Override
        protected void enter(JournalSink sink, ServiceReference<? extends JournalSink> reference) {
            add(sink);
        }

        @Override
        protected void leave(JournalSink sink, ServiceReference<? extends JournalSink> reference) {
            remove(sink);
        }
    };

    private @Nullable ServiceRegistration<Intake> intake;

    @Activate
    void activate(BundleContext context) {
        intake = context.registerService(Intake.class, arrivals, null);
    }

    @Deactivate
    void deactivate() {
        if (intake != null) {
            intake.unregister();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSink(JournalSink sink, ServiceReference<JournalSink> reference) {
        arrivals.arrived(sink, reference);
    }

    void unbindSink(JournalSink sink, ServiceReference<JournalSink> reference) {
        arrivals.departed(sink, reference);
    }

    /** A sink takes part from the next unit on. */
    synchronized void add(JournalSink sink) {
        JournalSink[] next = Arrays.copyOf(sinks, sinks.length + 1);
        next[next.length - 1] = sink;
        publish(next);
    }

    /** A sink takes no further units. */
    synchronized void remove(JournalSink sink) {
        publish(Arrays.stream(sinks).filter(one -> one != sink).toArray(JournalSink[]::new));
        releasedMoved();
    }

    private void publish(JournalSink[] next) {
        int all = 0;
        for (JournalSink sink : next) {
            all |= sink.targets();
        }
        sinks = next;
        targets = all;
    }

    @Override
    public boolean isWanted(int wanted) {
        return (targets & wanted) != 0;
    }

    @Override
    public void begin(long now, boolean whole) {
        if (depth++ == 0) {
            millis = now;
            atomic = whole;
            unitSinks = sinks;
        }
    }

    @Override
    public void append(Effect effect) {
        keepLent();
        if (effects.isEmpty()) {
            effects = List.of(effect);
            return;
        }
        if (effects.size() == 1) {
            effects = new ArrayList<>(effects);
        }
        effects.add(effect);
    }

    @Override
    public void append(int database, int wanted, Request words) {
        if (!effects.isEmpty() || lent != null) {
            append(new Effect(database, -1, wanted, words.detach(), null));
            return;
        }
        lent = words;
        lentDatabase = database;
        lentTargets = wanted;
    }

    /** Makes an effect of what is lent: it is not the only one, or several sinks are to know it as the same unit. */
    private void keepLent() {
        Request words = lent;
        if (words != null) {
            lent = null;
            effects = List.of(new Effect(lentDatabase, -1, lentTargets, words.detach(), null));
        }
    }

    @Override
    public void end() {
        if (--depth > 0) {
            return;
        }
        JournalSink[] told = unitSinks;
        unitSinks = NONE;
        Request words = lent;
        if (words != null && told.length == 1) {
            lent = null;
            offer(told[0], words);
            return;
        }
        keepLent();
        if (effects.isEmpty()) {
            return;
        }
        JournalUnit unit = new JournalUnit(++position, millis, atomic, effects);
        effects = List.of();
        for (JournalSink sink : told) {
            long offset = offer(sink, unit);
            if (offset >= 0) {
                passOn(told, unit, sink, offset);
            }
        }
    }

    private void offer(JournalSink sink, Request words) {
        long next = ++position;
        if ((lentTargets & sink.targets()) == 0) {
            return;
        }
        try {
            sink.accept(next, millis, lentDatabase, lentTargets, words);
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("Journal sink {} failed", sink.getClass().getName(), fault);
        }
    }

    private static long offer(JournalSink sink, JournalUnit unit) {
        List<Effect> all = unit.effects();
        for (int i = 0; i < all.size(); i++) {
            if ((all.get(i).targets() & sink.targets()) != 0) {
                try {
                    return sink.accept(unit);
                } catch (RuntimeException | LinkageError fault) {
                    LOG.error("Journal sink {} failed", sink.getClass().getName(), fault);
                    return -1;
                }
            }
        }
        return -1;
    }

    private static void passOn(JournalSink[] told, JournalUnit unit, JournalSink from, long offset) {
        for (JournalSink sink : told) {
            if (sink != from) {
                try {
                    sink.passedOn(unit, from, offset);
                } catch (RuntimeException | LinkageError fault) {
                    LOG.error("Journal sink {} failed", sink.getClass().getName(), fault);
                }
            }
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long released() {
        long least = Long.MAX_VALUE;
        for (JournalSink sink : sinks) {
            least = Math.min(least, sink.released());
        }
        return least;
    }

    @Override
    public void whenReleased(long wanted, Runnable action) {
        synchronized (waiting) {
            if (released() < wanted) {
                waiting.computeIfAbsent(wanted, none -> new ArrayList<>(1)).add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void releasedMoved() {
        List<Runnable> due = new ArrayList<>();
        synchronized (waiting) {
            long reached = released();
            while (!waiting.isEmpty() && waiting.firstKey() <= reached) {
                due.addAll(waiting.pollFirstEntry().getValue());
            }
            long onDisk = synced();
            while (!waitingForDisk.isEmpty() && waitingForDisk.firstKey() <= onDisk) {
                due.addAll(waitingForDisk.pollFirstEntry().getValue());
            }
        }
        due.forEach(Runnable::run);
    }

    @Override
    public void fileEnded() {
        List<Runnable> due = new ArrayList<>();
        synchronized (waiting) {
            waitingForDisk.values().forEach(due::addAll);
            waitingForDisk.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public long synced() {
        long most = -1;
        for (JournalSink sink : sinks) {
            most = Math.max(most, sink.synced());
        }
        return most;
    }

    @Override
    public Runnable whenSynced(long wanted, Runnable action) {
        synchronized (waiting) {
            if (synced() < wanted) {
                waitingForDisk
                        .computeIfAbsent(wanted, none -> new ArrayList<>(1))
                        .add(action);
                return () -> takeBack(wanted, action);
            }
        }
        action.run();
        return () -> {};
    }

    private void takeBack(long wanted, Runnable action) {
        synchronized (waiting) {
            List<Runnable> all = waitingForDisk.get(wanted);
            if (all != null && all.remove(action) && all.isEmpty()) {
                waitingForDisk.remove(wanted);
            }
        }
    }

    @Override
    public void flush() {
        for (JournalSink sink : sinks) {
            sink.flush();
        }
    }

    @Override
    public boolean isDiskAwaited() {
        for (JournalSink sink : sinks) {
            if (sink.isDiskAwaited()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized void targetsMoved() {
        publish(sinks);
    }

    @Override
    public void raw(long offset, byte[] bytes, int from, int length) {
        for (JournalSink sink : sinks) {
            sink.raw(offset, bytes, from, length);
        }
    }
}
