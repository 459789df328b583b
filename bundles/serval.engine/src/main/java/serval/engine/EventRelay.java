package serval.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.ByteSlice;
import serval.sdk.event.EventClass;
import serval.sdk.event.KeyEventListener;

/** Passes key events on to those who listen; a class nobody wants costs one comparison. */
final class EventRelay {
    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);

    private record Listener(KeyEventListener listener, int classes) {}

    private volatile Listener[] listeners = new Listener[0];
    private volatile int wanted;

    synchronized void add(KeyEventListener listener) {
        Listener[] next = Arrays.copyOf(listeners, listeners.length + 1);
        next[next.length - 1] = new Listener(listener, listener.classes());
        publish(next);
    }

    synchronized void remove(KeyEventListener listener) {
        List<Listener> rest = new ArrayList<>();
        for (Listener one : listeners) {
            if (one.listener != listener) {
                rest.add(one);
            }
        }
        publish(rest.toArray(new Listener[0]));
    }

    /** Asks everybody anew which classes they want. */
    synchronized void classesChanged() {
        publish(Arrays.stream(listeners)
                .map(one -> new Listener(one.listener, one.listener.classes()))
                .toArray(Listener[]::new));
    }

    private void publish(Listener[] next) {
        listeners = next;
        int bits = 0;
        for (Listener one : next) {
            bits |= one.classes;
        }
        wanted = bits;
    }

    void event(EventClass eventClass, String name, int database, ByteSlice key) {
        if ((wanted & eventClass.bit()) == 0) {
            return;
        }
        for (Listener one : listeners) {
            if ((one.classes & eventClass.bit()) != 0) {
                try {
                    one.listener.onEvent(eventClass, name, database, key);
                } catch (RuntimeException | LinkageError fault) {
                    LOG.error(
                            "Listener {} failed at event {}",
                            one.listener.getClass().getName(),
                            name,
                            fault);
                }
            }
        }
    }
}
