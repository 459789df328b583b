package serval.hash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.engine.Engine;
import serval.sdk.event.EventClass;
import serval.sdk.event.KeyEventListener;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.timer.Timers;

/**
 * Removes fields whose time is up though nobody asks for them.
 *
 * <p>It keeps the names of keys that have such hashes, the earliest first; a name is a hint, and the hash is looked at when its time
 * has come. Names come from the commands and from the events of keys that were renamed, moved, copied or restored. A key that is not
 * there is looked for in the other databases, as they may have been swapped. What no event tells of, such as values that were
 * loaded, is found by a walk through all keys, in steps.
 */
@Component(service = {FieldExpiry.class, KeyEventListener.class})
public final class FieldExpiry implements KeyEventListener {
    private static final int PERIOD_MILLIS = 100;
    private static final int SOON_MILLIS = 1;
    /** As many fields are removed before others have their turn. */
    private static final int FIELDS_PER_TURN = 500;

    private static final int KEYS_PER_TURN = 500;
    private static final int KEYS_PER_STEP = 500;
    /** So many keys are looked for in other databases, before a walk through all keys is cheaper. */
    private static final int LOST_PER_PERIOD = 64;
    /** Between two walks through all keys. */
    private static final int PERIODS_BETWEEN_WALKS = 20;

    /** Whether this bundle has ever had a field that expires. */
    private static volatile boolean any;
    /** Whether there may be hashes whose keys are not known. */
    private static volatile boolean unknown;

    private record Name(int database, ByteString key) {}

    private record Due(Name name, long at) {}

    private final Engine engine;
    private final Timers.Timer timer;
    private final Timers timers;
    private final PriorityQueue<Due> queue = new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));
    private final Map<Name, Long> known = new HashMap<>();

    private int walked = -1;
    private long cursor;
    private int rest;
    private int lost;

    /** Begins to look after fields. */
    @Activate
    public FieldExpiry(@Reference Engine engine, @Reference Timers timers) {
        this.engine = engine;
        this.timers = timers;
        unknown |= any;
        timer = timers.every(PERIOD_MILLIS, this::period);
    }

    @Deactivate
    void deactivate() {
        timer.cancel();
    }

    /** A hash was loaded whose fields expire. */
    static void loaded() {
        any = true;
        unknown = true;
    }

    /** Notes when the first field of a hash expires, if any does. */
    void note(int database, ByteSlice key, Hash hash) {
        long next = hash.nextExpiry();
        if (next != Hash.NEVER) {
            any = true;
            note(new Name(database, new ByteString(key.copy())), next);
        }
    }

    private void note(Name name, long at) {
        Long before = known.get(name);
        if (before == null || before > at) {
            known.put(name, at);
            queue.add(new Due(name, at));
        }
    }

    // Events

    @Override
    public int classes() {
        return EventClass.GENERIC.bit();
    }

    @Override
    public void onEvent(EventClass eventClass, String name, int database, ByteSlice key) {
        if (!any) {
            return;
        }
        switch (name) {
            case "rename_to", "move_to", "copy_to", "restore" -> {
                byte[] copy = key.copy();
                engine.submit(database, call -> look(call, copy));
            }
            case "del" -> known.remove(new Name(database, new ByteString(key.copy())));
            default -> {}
        }
    }

    private void look(Call call, byte[] key) {
        if (call.keys().open(key).peek() instanceof Hash hash) {
            note(call.keys().database(), new ByteSlice(key), hash);
        }
    }

    // Removing

    private void period() {
        lost = 0;
        if (rest > 0) {
            rest--;
        }
        if (unknown && walked < 0 && rest == 0) {
            unknown = false;
            walked = 0;
            cursor = 0;
        }
        tick();
    }

    private void tick() {
        if (walked >= 0 || !queue.isEmpty()) {
            engine.submit(Math.max(walked, 0), this::turn);
        }
    }

    private void turn(Call call) {
        boolean more = walked >= 0 && walk(call);
        if (engine.expiresActively()) {
            for (int i = 0; i < KEYS_PER_TURN && !queue.isEmpty() && queue.peek().at < call.now(); i++) {
                Due due = queue.poll();
                Long at = known.get(due.name);
                if (at != null && at == due.at) {
                    known.remove(due.name);
                    engine.submit(due.name.database, one -> expire(one, due.name));
                }
            }
            more |= !queue.isEmpty() && queue.peek().at < call.now();
        }
        if (more) {
            timers.after(SOON_MILLIS, this::tick);
        }
    }

    private void expire(Call call, Name name) {
        Key key = call.keys().open(name.key.bytes());
        if (!(key.peek() instanceof Hash hash)) {
            lost(name, call.keys().databases());
            return;
        }
        if (call.keys().expired() == Keys.Expired.REMOVE) {
            Expiries.dropAll(call, key, hash, FIELDS_PER_TURN);
        }
        if (!hash.isEmpty() && hash.nextExpiry() != Hash.NEVER) {
            boolean left = hash.nextExpiry() < call.now();
            note(name, hash.nextExpiry());
            if (left) {
                timers.after(SOON_MILLIS, this::tick);
            }
        }
    }

    /** A key is not there: it was deleted, or its database swapped for another. */
    private void lost(Name name, int databases) {
        if (++lost > LOST_PER_PERIOD) {
            unknown = true;
            return;
        }
        byte[] key = name.key.bytes();
        for (int database = 0; database < databases; database++) {
            if (database != name.database) {
                engine.submit(database, call -> look(call, key));
            }
        }
        timers.after(SOON_MILLIS, this::tick);
    }

    // Walking

    /** Looks at some keys; returns whether there are more. */
    private boolean walk(Call call) {
        Keys keys = call.keys();
        if (keys.database() != walked) {
            return true;
        }
        List<byte[]> names = new ArrayList<>();
        long at = cursor;
        do {
            at = keys.scan(at, name -> names.add(name.copy()));
        } while (at != 0 && names.size() < KEYS_PER_STEP);
        for (byte[] name : names) {
            look(call, name);
        }
        cursor = at;
        if (at == 0) {
            walked = walked + 1 < keys.databases() ? walked + 1 : -1;
            rest = walked < 0 ? PERIODS_BETWEEN_WALKS : 0;
        }
        return walked >= 0;
    }
}
