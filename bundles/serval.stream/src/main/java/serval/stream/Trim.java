package serval.stream;

import static serval.sdk.command.Token.of;

import java.util.ArrayList;
import java.util.List;
import serval.bytes.Ascii;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** The options by which XADD and XTRIM shorten a stream, and the shortening. */
final class Trim {
    private static final Token MAXLEN = of("MAXLEN");
    private static final Token MINID = of("MINID");
    private static final Token LIMIT = of("LIMIT");
    private static final Token NOMKSTREAM = of("NOMKSTREAM");

    private static final CommandError BOTH =
            CommandError.of("ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    private static final CommandError NEGATIVE_LENGTH = CommandError.of("ERR The MAXLEN argument must be >= 0.");
    private static final CommandError NEGATIVE_LIMIT = CommandError.of("ERR The LIMIT argument must be >= 0.");
    private static final CommandError LIMIT_ALONE =
            CommandError.of("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    private static final CommandError NO_STRATEGY =
            CommandError.of("ERR syntax error, XTRIM must be called with a trimming strategy");
    private static final CommandError LIMIT_EXACT =
            CommandError.of("ERR syntax error, LIMIT cannot be used without the special ~ option");

    private static final long DEFAULT_NODES = 100;
    private static final long DEFAULT_LIMIT = 10_000;
    private static final long MOST_LIMIT = 1_000_000;

    private enum Strategy {
        NONE,
        LENGTH,
        NUMBER
    }

    private Strategy strategy = Strategy.NONE;
    private long mostLength;
    private StreamId least = StreamId.ZERO;
    private int valueAt;
    private long limit;
    private boolean approximate;
    private References references = References.KEEP;
    private int referencesAt;

    boolean noMakeStream;
    /** Where XADD's number stands. */
    int idAt;

    private Trim() {}

    /** Reads XTRIM's options. */
    static Trim ofTrim(Call call, StreamDirectives directives) {
        Trim trim = new Trim();
        trim.read(call, false, directives);
        return trim;
    }

    /** Reads XADD's options up to the number, which is left to the caller. */
    static Trim ofAdd(Call call, StreamDirectives directives) {
        Trim trim = new Trim();
        if (isStar(call, 2)) {
            trim.idAt = 2;
        } else {
            trim.read(call, true, directives);
        }
        return trim;
    }

    private void read(Call call, boolean add, StreamDirectives directives) {
        boolean limited = false;
        int count = call.count();
        int i = 2;
        for (; i < count; i++) {
            int more = count - 1 - i;
            if (more > 0 && (call.is(i, MAXLEN) || call.is(i, MINID))) {
                i = strategy(call, i, more);
            } else if (more > 0 && call.is(i, LIMIT)) {
                limit = call.asLong(i + 1);
                if (limit < 0) {
                    throw NEGATIVE_LIMIT.exception();
                }
                limited = true;
                i++;
            } else if (References.of(call, i) != null) {
                if (referencesAt > 0) {
                    throw CommandError.SYNTAX.exception();
                }
                references = References.of(call, i);
                referencesAt = i;
            } else if (add && call.is(i, NOMKSTREAM)) {
                noMakeStream = true;
            } else if (add) {
                checkId(call, i);
                break;
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        idAt = i;
        if (limit > 0 && strategy == Strategy.NONE) {
            throw LIMIT_ALONE.exception();
        }
        if (!add && strategy == Strategy.NONE) {
            throw NO_STRATEGY.exception();
        }
        bound(call, limited, directives);
    }

    private static void checkId(Call call, int at) {
        if (!isStar(call, at) && Ids.parse(call.slice(at), 0, true) == null && Ids.millisOnly(call.slice(at)) == null) {
            throw Ids.INVALID.exception();
        }
    }

    private static boolean isStar(Call call, int at) {
        return call.length(at) == 1 && call.slice(at).at(0) == '*';
    }

    private int strategy(Call call, int at, int more) {
        if (strategy != Strategy.NONE) {
            throw BOTH.exception();
        }
        int i = at + 1;
        approximate = false;
        if (more >= 2
                && call.length(i) == 1
                && (call.slice(i).at(0) == '~' || call.slice(i).at(0) == '=')) {
            approximate = call.slice(i).at(0) == '~';
            i++;
        }
        if (call.is(at, MAXLEN)) {
            mostLength = call.asLong(i);
            if (mostLength < 0) {
                throw NEGATIVE_LENGTH.exception();
            }
            strategy = Strategy.LENGTH;
        } else {
            least = Ids.strict(call, i);
            strategy = Strategy.NUMBER;
        }
        valueAt = i;
        return i;
    }

    private void bound(Call call, boolean limited, StreamDirectives directives) {
        if (call.caller() == null) {
            // A replayed command says what came of it; it must not be bounded once more.
            limit = 0;
        } else if (limited) {
            if (!approximate) {
                throw LIMIT_EXACT.exception();
            }
        } else if (approximate) {
            long entries = directives.nodeMaxEntries();
            limit = entries > MOST_LIMIT ? MOST_LIMIT : Math.min(DEFAULT_NODES * entries, MOST_LIMIT);
            limit = limit <= 0 ? DEFAULT_LIMIT : limit;
        } else {
            limit = 0;
        }
    }

    // Shortening

    boolean isWanted() {
        return strategy != Strategy.NONE;
    }

    /** Whether the effect has to say what came of it. */
    boolean isApproximate() {
        return approximate;
    }

    /** How references of groups are dealt with. */
    References references() {
        return references;
    }

    /** Shortens a stream; returns how many entries went. */
    long apply(Stream stream, RemovedEntries removed) {
        if (references != References.KEEP) {
            return ReferenceTrim.apply(stream, this, removed);
        }
        long gone = 0;
        while (stream.nodes() > 0 && (strategy != Strategy.LENGTH || stream.length > mostLength)) {
            Node node = stream.node(0);
            long entries = node.live();
            if (limit > 0 && gone + entries > limit) {
                break;
            }
            boolean whole = strategy == Strategy.LENGTH
                    ? stream.length - entries >= mostLength
                    : node.lastId().compareTo(least) < 0;
            if (whole) {
                stream.dropFirstNode();
                gone += entries;
                continue;
            }
            if (!approximate) {
                gone += stream.deleteFromFirstNode(mostLength, strategy == Strategy.LENGTH ? null : least);
            }
            break;
        }
        if (gone > 0 || stream.length == 0) {
            stream.findFirst();
        }
        return gone;
    }

    /** Whether an entry is to go, with so many there before it goes. */
    boolean takes(long length, long ms, long seq) {
        return strategy == Strategy.LENGTH ? length > mostLength : least.compareTo(ms, seq) > 0;
    }

    long limit() {
        return limit;
    }

    /** Puts into an effect what an approximate trimming came to. */
    void rewrite(byte[][] words, Stream stream) {
        words[valueAt - 1] = Ascii.bytes("=");
        words[valueAt] = strategy == Strategy.LENGTH
                ? Longs.toBytes(stream.length)
                : stream.nodes() == 0
                        ? StreamId.MAX.toBytes()
                        : StreamId.toBytes(stream.node(0).ms, stream.node(0).seq, '-');
    }

    /** Whether a word that Redis 7.0 does not know was among the options. */
    boolean hasReferences() {
        return referencesAt > 0;
    }

    /** The words without the one about references, and on demand without any trimming. */
    byte[][] withoutReferences(byte[][] words, boolean untrimmed) {
        List<byte[]> rest = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            if ((i != referencesAt || i == 0) && !(untrimmed && i >= 2 && i < idAt && !isNoMakeStream(words[i]))) {
                rest.add(words[i]);
            }
        }
        return rest.toArray(byte[][]::new);
    }

    private static boolean isNoMakeStream(byte[] word) {
        return NOMKSTREAM.matches(word, 0, word.length);
    }
}
