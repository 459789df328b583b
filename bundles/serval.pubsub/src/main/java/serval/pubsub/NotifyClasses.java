package serval.pubsub;

import java.util.List;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Quoting;
import serval.sdk.config.SpecialDirective;
import serval.sdk.event.EventClass;

/**
 * The value of {@code notify-keyspace-events}: which events are published, and where.
 *
 * @param classes the classes of events, as {@link EventClass#bit()}s
 * @param byKey whether they go to the key's channel, {@code __keyspace@0__:key}
 * @param byEvent whether they go to the event's channel, {@code __keyevent@0__:event}
 */
record NotifyClasses(int classes, boolean byKey, boolean byEvent) {
    /** Nothing is published. */
    static final NotifyClasses NONE = new NotifyClasses(0, false, false);

    /** The classes in the order in which they are shown. */
    private static final List<EventClass> SHOWN = List.of(
            EventClass.GENERIC,
            EventClass.STRING,
            EventClass.LIST,
            EventClass.SET,
            EventClass.HASH,
            EventClass.ZSET,
            EventClass.EXPIRED,
            EventClass.EVICTED,
            EventClass.STREAM,
            EventClass.MODULE);

    /** Classes that {@code A} does not stand for. */
    private static final List<EventClass> APART =
            List.of(EventClass.KEY_MISS, EventClass.OVERWRITTEN, EventClass.TYPE_CHANGED);

    /** What {@code A} stands for. */
    private static final int ALL = bits(SHOWN);

    private static int bits(List<EventClass> some) {
        int bits = 0;
        for (EventClass one : some) {
            bits |= one.bit();
        }
        return bits;
    }

    /** The classes that are published anywhere, as bits. */
    int published() {
        return byKey || byEvent ? classes : 0;
    }

    private static NotifyClasses parse(String letters) {
        int classes = 0;
        boolean byKey = false;
        boolean byEvent = false;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            switch (letter) {
                case 'A' -> classes |= ALL;
                case 'K' -> byKey = true;
                case 'E' -> byEvent = true;
                default -> classes |= bit(letter);
            }
        }
        return new NotifyClasses(classes, byKey, byEvent);
    }

    private static int bit(char letter) {
        for (EventClass one : EventClass.values()) {
            if (one.letter() == letter) {
                return one.bit();
            }
        }
        throw new ConfigRejectedException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }

    private String letters() {
        StringBuilder text = new StringBuilder();
        if ((classes & ALL) == ALL) {
            text.append('A');
        } else {
            append(text, SHOWN);
            append(text, List.of(EventClass.NEW));
        }
        if (byKey) {
            text.append('K');
        }
        if (byEvent) {
            text.append('E');
        }
        append(text, APART);
        return text.toString();
    }

    private void append(StringBuilder text, List<EventClass> some) {
        for (EventClass one : some) {
            if ((classes & one.bit()) != 0) {
                text.append(one.letter());
            }
        }
    }

    /** How redis.conf writes it: a letter for each class. */
    static final class Syntax implements SpecialDirective.Syntax<NotifyClasses> {
        @Override
        public NotifyClasses parse(List<String> words, NotifyClasses before) {
            if (words.size() != 1) {
                throw new ConfigRejectedException("wrong number of arguments");
            }
            return NotifyClasses.parse(words.getFirst());
        }

        @Override
        public String text(NotifyClasses value) {
            return value.letters();
        }

        @Override
        public List<String> lines(NotifyClasses value) {
            return List.of(Quoting.quote(value.letters()));
        }
    }
}
