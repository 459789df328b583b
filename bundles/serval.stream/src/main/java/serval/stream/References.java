package serval.stream;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.command.Token;

/** What becomes of groups' references to an entry that is to be deleted. */
enum References {
    /** They stay. */
    KEEP,
    /** They go with the entry. */
    DELETE,
    /** The entry goes only if every group was given it and has acknowledged it. */
    ACKED;

    private static final Token KEEPREF = Token.of("KEEPREF");
    private static final Token DELREF = Token.of("DELREF");
    private static final Token ACKED_TOKEN = Token.of("ACKED");

    /** The one that an argument names, or null. */
    static @Nullable References of(Call call, int index) {
        return call.is(index, KEEPREF)
                ? KEEP
                : call.is(index, DELREF) ? DELETE : call.is(index, ACKED_TOKEN) ? ACKED : null;
    }

    /** Whether any group still waits for an entry: it was not given it yet, or has not acknowledged it. */
    static boolean remain(Stream stream, long ms, long seq) {
        for (Group group : stream.groups()) {
            if (group.last.compareTo(ms, seq) < 0 || group.pending.get(ms, seq) != null) {
                return true;
            }
        }
        return false;
    }

    /** Takes an entry off every group's pending ones. */
    static void clear(Stream stream, long ms, long seq, RemovedEntries removed) {
        for (Group group : stream.groups()) {
            if (group.acknowledge(ms, seq)) {
                removed.acknowledged(group.name, ms, seq);
            }
        }
    }
}
