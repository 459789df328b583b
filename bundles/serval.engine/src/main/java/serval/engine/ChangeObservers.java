package serval.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.spi.observe.ChangeObserver;
import serval.spi.session.Session;

/** Those who are told of changes of keys. Under the engine lock; while nobody is switched on a change costs one comparison. */
final class ChangeObservers {
    private final List<Place> places = new ArrayList<>();
    private Place @Nullable [] on;

    private final class Place implements ChangeObserver.Switch {
        final ChangeObserver observer;
        boolean wanted;

        Place(ChangeObserver observer) {
            this.observer = observer;
        }

        @Override
        public void on(boolean now) {
            if (wanted != now) {
                wanted = now;
                publish();
            }
        }
    }

    void add(ChangeObserver observer) {
        Place place = new Place(observer);
        places.add(place);
        observer.attach(place);
    }

    void remove(ChangeObserver observer) {
        places.removeIf(place -> place.observer == observer);
        publish();
    }

    private void publish() {
        Place[] now = places.stream().filter(place -> place.wanted).toArray(Place[]::new);
        on = now.length == 0 ? null : now;
    }

    /** Whether anybody wants to be told. */
    boolean any() {
        return on != null;
    }

    void modified(ByteSlice key, @Nullable Session current, ChangeObserver.Cause cause) {
        Place[] now = on;
        if (now != null) {
            for (Place place : now) {
                place.observer.modified(key, current, cause);
            }
        }
    }

    void flushed(@Nullable Session current) {
        Place[] now = on;
        if (now != null) {
            for (Place place : now) {
                place.observer.flushed(current);
            }
        }
    }
}
