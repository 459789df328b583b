package serval.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.LongDirective;
import serval.sdk.config.SpecialDirective;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * The value of {@code client-output-buffer-limit}: how much may be queued for a client, by its class.
 *
 * @param normal ordinary clients
 * @param replica replicas
 * @param subscriber clients that subscribed to something
 */
record OutputLimits(Limit normal, Limit replica, Limit subscriber) {
    /** As redis.conf has it. */
    static final OutputLimits USUAL = new OutputLimits(
            new Limit(0, 0, 0), new Limit(256L << 20, 64L << 20, 60), new Limit(32L << 20, 8L << 20, 60));

    /**
     * The limits of one class; 0 is none.
     *
     * @param hard bytes at which a client is cut at once
     * @param soft bytes at which it is cut if it stays there
     * @param seconds for how long it may
     */
    record Limit(long hard, long soft, long seconds) {
        private String text() {
            return hard + " " + soft + " " + seconds;
        }

        private String line() {
            return size(hard) + " " + size(soft) + " " + seconds;
        }

        private static String size(long bytes) {
            if (bytes > 0 && bytes % (1L << 30) == 0) {
                return (bytes >> 30) + "gb";
            }
            if (bytes > 0 && bytes % (1L << 20) == 0) {
                return (bytes >> 20) + "mb";
            }
            return bytes > 0 && bytes % 1024 == 0 ? (bytes >> 10) + "kb" : Long.toString(bytes);
        }
    }

    /** The limits that hold for a session. */
    Limit of(Session session) {
        if (session.is(SessionFlag.REPLICA) && !session.is(SessionFlag.MONITOR)) {
            return replica;
        }
        return session.is(SessionFlag.SUBSCRIBER) ? subscriber : normal;
    }

    /** How redis.conf writes them: one or more times class, hard limit, soft limit and seconds. */
    static final class Syntax implements SpecialDirective.Syntax<OutputLimits> {
        @Override
        public OutputLimits parse(List<String> given, OutputLimits before) {
            List<String> words = given;
            if (words.size() == 1) {
                // CONFIG SET gives the whole value as one word.
                words = new ArrayList<>();
                for (String word : given.get(0).split(" +")) {
                    if (!word.isEmpty()) {
                        words.add(word);
                    }
                }
            }
            if (words.isEmpty() || words.size() % 4 != 0) {
                throw new ConfigRejectedException("Wrong number of arguments in buffer limit configuration.");
            }
            OutputLimits limits = before;
            for (int i = 0; i < words.size(); i += 4) {
                String type = words.get(i).toLowerCase(Locale.ROOT);
                if (!List.of("normal", "slave", "replica", "pubsub").contains(type)) {
                    throw new ConfigRejectedException("Invalid client class specified in buffer limit configuration.");
                }
                Limit limit = new Limit(bytes(words.get(i + 1)), bytes(words.get(i + 2)), seconds(words.get(i + 3)));
                limits = switch (type) {
                    case "normal" -> new OutputLimits(limit, limits.replica, limits.subscriber);
                    case "pubsub" -> new OutputLimits(limits.normal, limits.replica, limit);
                    default -> new OutputLimits(limits.normal, limit, limits.subscriber);
                };
            }
            return limits;
        }

        private static ConfigRejectedException invalid() {
            return new ConfigRejectedException(
                    "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
        }

        private static long bytes(String word) {
            try {
                LongDirective size = new LongDirective("size", LongDirective.Unit.BYTES, 0, Long.MAX_VALUE, 0);
                size.set(List.of(word));
                return size.value();
            } catch (ConfigRejectedException none) {
                throw invalid();
            }
        }

        private static long seconds(String word) {
            try {
                long seconds = Long.parseLong(word);
                if (seconds >= 0) {
                    return seconds;
                }
            } catch (NumberFormatException none) {
                // answered below
            }
            throw invalid();
        }

        @Override
        public String text(OutputLimits value) {
            return "normal " + value.normal.text() + " slave " + value.replica.text() + " pubsub "
                    + value.subscriber.text();
        }

        @Override
        public List<String> lines(OutputLimits value) {
            return List.of(
                    "normal " + value.normal.line(),
                    "replica " + value.replica.line(),
                    "pubsub " + value.subscriber.line());
        }
    }
}
