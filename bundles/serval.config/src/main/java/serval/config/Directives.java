package serval.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;

/**
 * All directives by name, whoever holds them.
 *
 * <p>A name's place is held by a placeholder of Redis' table until a bundle contributes its own directive, which then takes the
 * place and the value; when it leaves, the one before it takes both back. Looking up is free of locks; changes of who holds
 * what exclude each other.
 */
final class Directives {
    private static final Logger LOG = LoggerFactory.getLogger(Directives.class);

    /** Who holds a name: the last one. */
    private static final class Place {
        private final List<Directive> holders = new ArrayList<>();
        private volatile @Nullable Directive current;
        private boolean explicit;

        private Directive hold(Directive directive) {
            holders.add(directive);
            current = directive;
            return directive;
        }
    }

    private volatile Map<String, Place> places = new TreeMap<>();
    private final Map<String, List<Line>> unclaimed = new HashMap<>();
    private final Map<String, List<String>> remembered = new HashMap<>();

    Directives(List<Directive> placeholders) {
        Map<String, Place> all = new TreeMap<>();
        for (Directive directive : placeholders) {
            Place place = new Place();
            place.hold(directive);
            name(all, directive, place);
        }
        places = all;
    }

    private static void name(Map<String, Place> all, Directive directive, Place place) {
        all.put(directive.name(), place);
        for (String alias : directive.aliases()) {
            all.put(alias, place);
        }
    }

    /** The directive of this name, letter case aside, or null. */
    @Nullable
    Directive find(String name) {
        Place place = places.get(name.toLowerCase(Locale.ROOT));
        return place == null ? null : place.current;
    }

    /** All names and aliases in order. */
    Collection<String> names() {
        return places.keySet();
    }

    Collection<Directive> all() {
        LinkedHashSet<Directive> all = new LinkedHashSet<>();
        for (Place place : places.values()) {
            Directive current = place.current;
            if (current != null) {
                all.add(current);
            }
        }
        return all;
    }

    /** Notes that a user has said what the value is, even if it is the default. */
    synchronized void said(Directive directive) {
        Place place = places.get(directive.name());
        if (place != null) {
            place.explicit = true;
        }
    }

    /** Keeps a line whose directive nobody has contributed yet. */
    synchronized void keep(String name, Line line) {
        unclaimed.computeIfAbsent(name, any -> new ArrayList<>()).add(line);
    }

    /** The names that lines were kept for or that had a value when their bundle left. */
    synchronized Set<String> waiting() {
        Set<String> names = new HashSet<>(unclaimed.keySet());
        names.addAll(remembered.keySet());
        return names;
    }

    /** The first of the lines whose directives nobody has contributed, or null. */
    synchronized @Nullable Line unclaimed() {
        return unclaimed.values().stream()
                .map(List::getFirst)
                .min(Comparator.comparingInt(Line::number))
                .orElse(null);
    }

    /**
     * Puts a contributed directive in its place and gives it the value.
     *
     * @throws FatalConfigException if a line that had waited for it is wrong
     */
    synchronized void claim(Directive directive) {
        String name = directive.name();
        Place place = places.get(name);
        if (place == null) {
            Map<String, Place> all = new TreeMap<>(places);
            place = new Place();
            name(all, directive, place);
            place.hold(directive);
            places = all;
            List<String> value = remembered.remove(name);
            if (value != null) {
                give(value, directive);
            }
            waited(directive);
            return;
        }
        Directive before = place.current;
        if (before != null && before != directive && (place.explicit || !before.isDefault())) {
            give(value(before), directive);
        }
        place.hold(directive);
    }

    private void waited(Directive directive) {
        List<Line> lines = new ArrayList<>();
        for (String name : names(directive)) {
            List<Line> some = unclaimed.remove(name);
            if (some != null) {
                lines.addAll(some);
            }
        }
        lines.sort(Comparator.comparingInt(Line::number));
        LineSetter setter = new LineSetter();
        for (Line line : lines) {
            List<String> words = Words.split(line.text());
            if (words != null && setter.set(directive, line, words.subList(1, words.size()))) {
                changed(directive);
            }
        }
    }

    private static List<String> names(Directive directive) {
        List<String> names = new ArrayList<>(directive.aliases());
        names.add(directive.name());
        return names;
    }

    /** Takes a contributed directive from its place; its value stays. */
    synchronized void release(Directive directive) {
        Place place = places.get(directive.name());
        if (place == null || !place.holders.remove(directive) || place.current != directive) {
            return;
        }
        boolean known = place.explicit || !directive.isDefault();
        if (place.holders.isEmpty()) {
            Map<String, Place> all = new TreeMap<>(places);
            for (String name : names(directive)) {
                all.remove(name);
            }
            places = all;
            if (known) {
                remembered.put(directive.name(), value(directive));
            }
            return;
        }
        Directive next = place.holders.getLast();
        if (known) {
            give(value(directive), next);
        }
        place.current = next;
    }

    /** The words that set this value. */
    static List<String> value(Directive directive) {
        List<String> words = new ArrayList<>();
        for (String line : directive.lines()) {
            List<String> some = Words.split(line);
            if (some != null) {
                words.addAll(some);
            }
        }
        return words;
    }

    private static void give(List<String> words, Directive to) {
        try {
            if (words.isEmpty()) {
                boolean other = !to.isDefault();
                to.reset();
                if (other) {
                    to.changed();
                }
            } else if (to.set(words)) {
                to.changed();
            }
        } catch (ConfigRejectedException refused) {
            LOG.error("The value of '{}' was not taken: {}", to.name(), refused.getMessage());
        }
    }

    private static void changed(Directive directive) {
        try {
            directive.changed();
        } catch (ConfigRejectedException refused) {
            throw FatalConfigException.of(directive.name() + ": " + refused.getMessage());
        }
    }
}
