package serval.aof.orphan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Effects in their order, to be found by their keys. */
final class WaitingEffects {
    private final Map<Long, WaitingEffect> all = new LinkedHashMap<>();
    private final Map<Place, LinkedHashMap<Long, WaitingEffect>> byKey = new HashMap<>();
    private final IdentityHashMap<byte[][], WaitingEffect> byWords = new IdentityHashMap<>();
    private long next;

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** All, in their order. */
    Collection<WaitingEffect> all() {
        return all.values();
    }

    /** The effect that these very words are of, or null. */
    @Nullable
    WaitingEffect of(byte[][] words) {
        return byWords.get(words);
    }

    /** What waits for a key, in its order. */
    Collection<WaitingEffect> of(Place place) {
        LinkedHashMap<Long, WaitingEffect> found = byKey.get(place);
        return found == null ? List.of() : found.values();
    }

    /** Adds one behind all others. */
    void add(WaitingEffect effect) {
        long number = next++;
        all.put(number, effect);
        byWords.put(effect.words(), effect);
        for (Place place : effect.keys()) {
            byKey.computeIfAbsent(place, none -> new LinkedHashMap<>()).put(number, effect);
        }
    }

    /** Gives the last effect of a key, and of it alone, other words. */
    void replace(WaitingEffect effect, byte[][] words) {
        byWords.remove(effect.words());
        effect.replace(words);
        byWords.put(words, effect);
    }

    /** Forgets what waits for a key and for no other. */
    void drop(Place place) {
        LinkedHashMap<Long, WaitingEffect> found = byKey.remove(place);
        if (found != null) {
            found.keySet().forEach(all::remove);
            found.values().forEach(effect -> byWords.remove(effect.words()));
        }
    }

    /** Forgets all. */
    void clear() {
        take(List.of());
    }

    /** What is left is these, in this order; others go. */
    void take(Collection<WaitingEffect> left) {
        List<WaitingEffect> kept = new ArrayList<>(left);
        all.clear();
        byKey.clear();
        byWords.clear();
        kept.forEach(this::add);
    }
}
