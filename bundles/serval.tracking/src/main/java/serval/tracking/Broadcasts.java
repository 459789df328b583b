package serval.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.spi.session.Session;
import serval.spi.tracking.Tracking;

/** The prefixes that sessions in broadcasting mode asked for, and the keys to tell them of at the end of the batch. */
final class Broadcasts {
    private final Map<KeyName, Prefix> prefixes = new LinkedHashMap<>();

    private static final class Prefix {
        final byte[] bytes;
        final Set<Session> sessions = new LinkedHashSet<>();
        /** Keys that changed, each with the session that changed it last, or null. */
        final Map<KeyName, @Nullable Session> changed = new LinkedHashMap<>();

        Prefix(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean begins(ByteSlice key) {
            return key.length() >= bytes.length
                    && Arrays.equals(key.array(), key.offset(), key.offset() + bytes.length, bytes, 0, bytes.length);
        }
    }

    /** The number of prefixes. */
    int size() {
        return prefixes.size();
    }

    void add(Session session, byte[] prefix) {
        prefixes.computeIfAbsent(new KeyName(prefix), any -> new Prefix(prefix))
                .sessions
                .add(session);
    }

    void remove(Session session, byte[] prefix) {
        KeyName name = new KeyName(prefix);
        Prefix known = prefixes.get(name);
        if (known != null && known.sessions.remove(session) && known.sessions.isEmpty()) {
            prefixes.remove(name);
        }
    }

    void clear() {
        prefixes.clear();
    }

    /**
     * Notes that a key changed.
     *
     * @param by the session that changed it, or null
     * @return whether anybody is to be told
     */
    boolean note(ByteSlice key, @Nullable Session by) {
        KeyName name = null;
        for (Prefix prefix : prefixes.values()) {
            if (prefix.begins(key)) {
                if (name == null) {
                    name = new KeyName(key.copy());
                }
                prefix.changed.put(name, by);
            }
        }
        return name != null;
    }

    /** Makes the messages of all keys noted so far, and forgets those. */
    void flush(BiConsumer<Session, Invalidation> sender) {
        for (Prefix prefix : List.copyOf(prefixes.values())) {
            if (prefix.changed.isEmpty()) {
                continue;
            }
            Invalidation all = Invalidation.of(prefix.changed.keySet());
            for (Session session : prefix.sessions) {
                Tracking own = session.get(Tracking.SLOT);
                if (own != null && own.noLoop() && prefix.changed.containsValue(session)) {
                    List<KeyName> others = new ArrayList<>();
                    prefix.changed.forEach((name, by) -> {
                        if (by != session) {
                            others.add(name);
                        }
                    });
                    if (!others.isEmpty()) {
                        sender.accept(session, Invalidation.of(others));
                    }
                } else {
                    sender.accept(session, all);
                }
            }
            prefix.changed.clear();
        }
    }
}
