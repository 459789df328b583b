package serval.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.Longs;
import serval.spi.request.Request;
import serval.spi.request.UpcomingRequests;

/**
 * Finds requests in the bytes a client sends, however they are cut.
 *
 * <p>The transport reads into an array that many clients share and calls {@link #feed}; {@link #next} then yields request
 * after request, whose words are slices of that array. Before the array is used for anybody else, {@link #keep} moves an
 * unfinished rest into a buffer of this client's own. With the next feed that rest, if it is short, goes in front of
 * the new bytes, so that the long part is never copied.
 *
 * <p>A word of {@link #BIG} bytes or more gets an array of its own, which the keyspace may adopt. It is filled straight from
 * what was read and grows with what has really arrived: a header that announces 512 MB costs nothing.
 */
public final class RequestDecoder {
    /** Words of this many bytes or more have an array of their own. */
    public static final int BIG = 16 * 1024;

    /** The longest line of an inline command or of a header, in bytes. */
    public static final int LONGEST_LINE = 64 * 1024;

    private static final byte[] NOTHING = new byte[0];
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;
    private static final int KEPT_WHEN_IDLE = 1024;
    private static final long WORD_OVERHEAD = 17;
    private static final long NOT_YET = Long.MIN_VALUE + 1;
    private static final long INVALID = Long.MIN_VALUE + 2;

    private enum State {
        START,
        COUNT,
        LENGTH,
        WORD,
        BIG_WORD,
        BIG_END,
        FAILED
    }

    private final DecoderLimits limits;
    private final Request request = new Request();
    private State state = State.START;
    private byte[] buffer = NOTHING;
    private int start;
    private int position;
    private int limit;
    private byte[] kept = NOTHING;
    private long wordsLeft;
    private int length;
    private byte @Nullable [] big;
    private int bigFilled;
    private long ownedBytes;
    private @Nullable String error;
    private boolean outOfMemory;

    /** Creates a decoder for a client of which {@code limits} tells. */
    public RequestDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    /** The request that {@link #next} found; valid until the next call of any other method. */
    public Request request() {
        return request;
    }

    /** The reply to give before closing, code first, once {@link #next} found something that is no request; else null. */
    public @Nullable String error() {
        return error;
    }

    /** Whether the client was refused memory for what it sends. */
    public boolean isOutOfMemory() {
        return outOfMemory;
    }

    /** Bytes held for this client: read and not yet executed. */
    public long held() {
        return limit - unfinished() + ownedBytes + bigFilled;
    }

    /** Bytes held for this client, those of the request that runs included. */
    public long heldWithCurrent() {
        if (state == State.BIG_WORD || state == State.BIG_END) {
            // The words before it count as arguments that are complete.
            return bigFilled;
        }
        return limit - (request.count() > 0 ? start : unfinished()) + ownedBytes + bigFilled;
    }

    /** Whether a word of {@link #BIG} bytes or more is incomplete: all that was fed is in its array. */
    public boolean isWithinWord() {
        return state == State.BIG_WORD;
    }

    /** Bytes free in this client's own buffer. */
    public int free() {
        return buffer == kept ? kept.length - limit : kept.length;
    }

    /** Bytes of memory taken for this client's input in all. */
    public long memory() {
        byte[] word = big;
        return kept.length + ownedBytes + (word == null ? 0 : word.length);
    }

    /** Where in the buffer begins what is not executed yet. */
    private int unfinished() {
        return state == State.START ? position : start;
    }

    /**
     * Gives bytes that were read.
     *
     * @param array where they lie; used until {@link #keep}; what is before {@code from} may be overwritten
     * @param from the index of the first
     * @param to the index after the last
     */
    public void feed(byte[] array, int from, int to) {
        int first = from;
        if (state == State.FAILED) {
            return;
        }
        if (state == State.BIG_WORD) {
            first += fill(array, from, to);
        }
        if (first == to || state == State.FAILED) {
            return;
        }
        int rest = limit - unfinished();
        if (rest <= first) {
            int begin = first - rest;
            if (rest > 0) {
                move(array, begin);
            } else {
                position = begin;
            }
            buffer = array;
            start = begin;
            limit = to;
        } else {
            append(array, first, to);
        }
    }

    /** Moves the rest to another array, or to another place in the same one. */
    private void move(byte[] target, int begin) {
        int from = unfinished();
        System.arraycopy(buffer, from, target, begin, limit - from);
        if (state != State.START) {
            request.rebase(buffer, target, begin - from);
        }
        position += begin - from;
    }

    private void append(byte[] array, int from, int to) {
        int rest = limit - unfinished();
        int more = to - from;
        if (buffer.length - limit < more) {
            long size = (long) rest + more;
            if (size > LARGEST_ARRAY || !limits.mayTake(size + WORD_OVERHEAD * request.count())) {
                runOut();
                return;
            }
            byte[] target =
                    size <= buffer.length ? buffer : new byte[(int) Math.min(LARGEST_ARRAY, Math.max(size, rest * 2L))];
            move(target, 0);
            buffer = target;
            kept = target;
            start = 0;
            limit = rest;
        }
        System.arraycopy(array, from, buffer, limit, more);
        limit += more;
    }

    /** Lets go of the array that was fed: an unfinished rest moves to this client's own buffer. */
    public void keep() {
        if (state == State.START) {
            request.clear();
            ownedBytes = 0;
        }
        int from = unfinished();
        int rest = limit - from;
        if (rest == 0) {
            buffer = NOTHING;
            start = 0;
            position = 0;
            limit = 0;
            if (kept.length > KEPT_WHEN_IDLE) {
                kept = NOTHING;
            }
        } else if (buffer != kept) {
            if (kept.length < rest) {
                kept = new byte[Math.max(128, Integer.highestOneBit(rest - 1) << 1)];
            }
            move(kept, 0);
            buffer = kept;
            start = 0;
            limit = rest;
        }
    }

    /**
     * Looks for the next request, which {@link #request} then holds; an empty line or an empty array is none.
     *
     * @return false if more bytes are needed, or if there is an {@link #error}
     */
    public boolean next() {
        while (true) {
            switch (state) {
                case START -> {
                    if (position == limit) {
                        return false;
                    }
                    request.clear();
                    ownedBytes = 0;
                    start = position;
                    if (buffer[position] == '*') {
                        if (whole()) {
                            return true;
                        }
                        state = State.COUNT;
                    } else if (!inline()) {
                        return false;
                    } else if (request.count() > 0) {
                        return true;
                    }
                }
                case COUNT -> {
                    if (!count()) {
                        return false;
                    }
                }
                case LENGTH -> {
                    if (!length()) {
                        return false;
                    }
                }
                case WORD -> {
                    if (limit - position < length + 2) {
                        return false;
                    }
                    request.add(buffer, position, length);
                    position += length + 2;
                    if (endOfWord()) {
                        return true;
                    }
                }
                case BIG_WORD -> {
                    int taken = fill(buffer, position, limit);
                    if (state == State.BIG_WORD) {
                        // What the word took need not be kept; only the small words before it.
                        limit = position;
                        return false;
                    }
                    if (state == State.FAILED) {
                        return false;
                    }
                    position += taken;
                }
                case BIG_END -> {
                    if (limit - position < 2) {
                        return false;
                    }
                    position += 2;
                    byte[] word = big;
                    big = null;
                    bigFilled = 0;
                    if (word != null) {
                        ownedBytes += word.length;
                        request.addOwned(word);
                    }
                    if (endOfWord()) {
                        return true;
                    }
                }
                case FAILED -> {
                    return false;
                }
            }
        }
    }

    /**
     * Takes the request at the position in one go, if it is as nearly all are: all there, of up to nine short words.
     *
     * @return false if it is not, and then nothing has changed
     */
    private boolean whole() {
        byte[] bytes = buffer;
        int at = position;
        // The shortest: *1, $0 and an empty word.
        if (limit - at < 10) {
            return false;
        }
        int words = bytes[at + 1] - '0';
        if (words < 1 || words > 9 || bytes[at + 2] != '\r') {
            return false;
        }
        at += 4;
        // A word of four digits' length has as many bytes for its header, one of length 0 in all.
        int last = limit - 6;
        for (int i = 0; i < words; i++) {
            if (at > last || bytes[at] != '$') {
                request.clear();
                return false;
            }
            int size = bytes[at + 1] - '0';
            boolean plain = size >= 0 && size <= 9;
            at += 2;
            int digit;
            while (plain && size < 1000 && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
                plain = size > 0;
                size = size * 10 + digit;
                at++;
            }
            if (!plain || bytes[at] != '\r' || size > limit - at - 4) {
                request.clear();
                return false;
            }
            at += 2;
            request.add(bytes, at, size);
            at += size + 2;
        }
        position = at;
        return true;
    }

    /**
     * Guesses the first words of the requests that {@link #next} will find, as far as these lie whole in the buffer. Changes nothing
     * and promises nothing.
     */
    public void guess(UpcomingRequests into) {
        into.clear(buffer);
        if (state == State.START) {
            KeyGuess.guess(buffer, position, limit, into);
        }
    }

    /** Adds to what was guessed of other clients whose requests lie in the same array. */
    public void guessMore(UpcomingRequests into) {
        if (state == State.START && buffer == into.array()) {
            KeyGuess.guess(buffer, position, limit, into);
        }
    }

    private boolean endOfWord() {
        if (--wordsLeft == 0) {
            state = State.START;
            return true;
        }
        state = State.LENGTH;
        return false;
    }

    private boolean count() {
        long number = header();
        if (number == NOT_YET) {
            return incomplete(ProtocolError.COUNT_TOO_BIG);
        }
        if (number == INVALID || number > Integer.MAX_VALUE) {
            return fail(ProtocolError.COUNT_INVALID.text());
        }
        if (number > 10 && !limits.isTrusted()) {
            return fail(ProtocolError.COUNT_UNAUTHENTICATED.text());
        }
        if (number <= 0) {
            state = State.START;
        } else {
            wordsLeft = number;
            state = State.LENGTH;
        }
        return true;
    }

    private boolean length() {
        if (position == limit) {
            return false;
        }
        byte type = buffer[position];
        long number = header();
        if (number == NOT_YET) {
            return incomplete(ProtocolError.LENGTH_TOO_BIG);
        }
        if (type != '$') {
            return fail(ProtocolError.expectedDollar(type));
        }
        if (number < 0 || number > limits.bulkLimit() || number > LARGEST_ARRAY) {
            return fail(ProtocolError.LENGTH_INVALID.text());
        }
        if (number > 16384 && !limits.isTrusted()) {
            return fail(ProtocolError.LENGTH_UNAUTHENTICATED.text());
        }
        length = (int) number;
        state = number >= BIG ? State.BIG_WORD : State.WORD;
        return true;
    }

    /** Reads the number behind the type byte and goes past the line's end. */
    private long header() {
        byte[] bytes = buffer;
        int at = position + 1;
        int end = Math.min(limit, at + 10);
        int number = 0;
        int digit;
        while (at < end && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
            number = number * 10 + digit;
            at++;
        }
        // Up to nine digits without a leading zero; the rare rest is left to the slow way.
        int digits = at - position - 1;
        if (digits > 0
                && digits < 10
                && at + 1 < limit
                && bytes[at] == '\r'
                && (digits == 1 || bytes[position + 1] != '0')) {
            position = at + 2;
            return number;
        }
        return slowHeader();
    }

    private long slowHeader() {
        int at = position;
        while (at < limit && buffer[at] != '\r') {
            // A zero byte ends the text for a reader in C, so that the line never ends.
            if (buffer[at] == 0) {
                return NOT_YET;
            }
            at++;
        }
        if (at + 1 >= limit) {
            return NOT_YET;
        }
        int from = position + 1;
        position = at + 2;
        return at > from && Longs.isLong(buffer, from, at - from)
                ? Math.max(Longs.parse(buffer, from, at - from), -Long.MAX_VALUE + 10)
                : INVALID;
    }

    private boolean incomplete(ProtocolError tooLong) {
        return limit - position > LONGEST_LINE ? fail(tooLong.text()) : false;
    }

    private boolean inline() {
        int at = position;
        while (at < limit && buffer[at] != '\n' && buffer[at] != 0) {
            at++;
        }
        if (at == limit || buffer[at] == 0) {
            return incomplete(ProtocolError.INLINE_TOO_BIG);
        }
        int end = at > position && buffer[at - 1] == '\r' ? at - 1 : at;
        if (!InlineWords.split(buffer, position, end, request)) {
            return fail(ProtocolError.UNBALANCED_QUOTES.text());
        }
        position = at + 1;
        return true;
    }

    /** Takes bytes of the big word and returns how many. */
    private int fill(byte[] array, int from, int to) {
        int taken = Math.min(to - from, length - bigFilled);
        byte[] word = big;
        if (word == null || word.length - bigFilled < taken) {
            long need = (long) bigFilled + taken;
            // Twice what has come, and all of it once a quarter is there: seldom copied, never far ahead of the sender.
            int size = need >= length / 4 ? length : (int) Math.max(2 * need, BIG);
            if (!limits.mayTake(size)) {
                runOut();
                return to - from;
            }
            word = word == null ? new byte[size] : Arrays.copyOf(word, size);
            big = word;
        }
        System.arraycopy(array, from, word, bigFilled, taken);
        bigFilled += taken;
        if (bigFilled == length) {
            state = State.BIG_END;
        }
        return taken;
    }

    private void runOut() {
        outOfMemory = true;
        fail("ERR Protocol error: out of memory");
    }

    private boolean fail(String text) {
        error = text;
        state = State.FAILED;
        position = limit;
        start = limit;
        request.clear();
        big = null;
        bigFilled = 0;
        ownedBytes = 0;
        return false;
    }
}
