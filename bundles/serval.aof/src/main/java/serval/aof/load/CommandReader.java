package serval.aof.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import serval.spi.request.Request;

/**
 * Reads commands, arrays of bulk strings, and the annotations between them. Every byte is looked at: what is not exactly as a
 * server writes it is malformed, so that a damaged file is not taken for another sound one.
 */
public final class CommandReader {
    /** What was found. */
    public enum Found {
        /** A command; {@link #request()} has it. */
        COMMAND,
        /** An annotation; {@link #annotation()} has it. */
        ANNOTATION,
        /** The end, right behind a command or an annotation. */
        END,
        /** The end, within something. */
        TRUNCATED,
        /** Something else. */
        MALFORMED
    }

    private static final int WINDOW = 1 << 20;
    /** A word of more bytes gets an array of its own. */
    private static final int LARGE = 32 * 1024;

    private static final int LONGEST_ANNOTATION = 64 * 1024;
    private static final int MORE = -1;
    private static final int BAD = -2;

    private final InputStream in;
    private final Request request = new Request();
    private byte[] window = new byte[WINDOW];
    /** The beginning of what is being read: nothing before it is needed. */
    private int begin;

    private int at;
    private int end;
    /** Where in the file the window begins, less what was read past it into arrays of their own. */
    private long base;

    private String annotation = "";

    /**
     * Reads from a stream.
     *
     * @param offset where in the file the stream begins
     */
    public CommandReader(InputStream in, long offset) {
        this.in = in;
        base = offset;
    }

    /** The command found last; valid until the next is looked for. */
    public Request request() {
        return request;
    }

    /** The annotation found last, from # to the end of its line. */
    public String annotation() {
        return annotation;
    }

    /** The offset in the file behind what was found last. */
    public long offset() {
        return base + at;
    }

    /** Looks for the next. */
    public Found next() throws IOException {
        begin = at;
        if (at == end && !fill()) {
            return Found.END;
        }
        return switch (window[at]) {
            case '#' -> readAnnotation();
            case '*' -> readCommand();
            default -> Found.MALFORMED;
        };
    }

    private Found readAnnotation() throws IOException {
        int from = at - begin;
        while (true) {
            while (at < end) {
                if (window[at++] == '\n') {
                    int first = begin + from;
                    int last = at - 1;
                    if (last > first && window[last - 1] == '\r') {
                        last--;
                    }
                    annotation = new String(window, first, last - first, StandardCharsets.ISO_8859_1);
                    return Found.ANNOTATION;
                }
                if (at - begin > LONGEST_ANNOTATION) {
                    return Found.MALFORMED;
                }
            }
            if (!fill()) {
                return Found.TRUNCATED;
            }
        }
    }

    private Found readCommand() throws IOException {
        request.clear();
        long count = number('*');
        if (count < 1 || count > Integer.MAX_VALUE - 8) {
            return count == MORE ? Found.TRUNCATED : Found.MALFORMED;
        }
        for (long i = 0; i < count; i++) {
            long length = number('$');
            if (length < 0 || length > Integer.MAX_VALUE - 8) {
                return length == MORE ? Found.TRUNCATED : Found.MALFORMED;
            }
            if (length > LARGE) {
                if (!large((int) length)) {
                    return Found.TRUNCATED;
                }
            } else {
                while (end - at < length) {
                    if (!fill()) {
                        return Found.TRUNCATED;
                    }
                }
                request.add(window, at, (int) length);
                at += (int) length;
            }
            while (end - at < 2) {
                if (!fill()) {
                    return end > at && window[at] != '\r' ? Found.MALFORMED : Found.TRUNCATED;
                }
            }
            if (window[at] != '\r' || window[at + 1] != '\n') {
                return Found.MALFORMED;
            }
            at += 2;
        }
        return Found.COMMAND;
    }

    /** A marker, digits and the end of the line; {@link #MORE} if the file ends within it, {@link #BAD} if it is something else. */
    private long number(char marker) throws IOException {
        if (at == end && !fill()) {
            return MORE;
        }
        if (window[at] != marker) {
            return BAD;
        }
        at++;
        long value = 0;
        int digits = 0;
        while (true) {
            if (at == end && !fill()) {
                return MORE;
            }
            byte c = window[at++];
            if (c >= '0' && c <= '9') {
                value = value * 10 + c - '0';
                if (++digits > 10) {
                    return BAD;
                }
            } else if (c == '\r' && digits > 0) {
                if (at == end && !fill()) {
                    return MORE;
                }
                return window[at++] == '\n' ? value : BAD;
            } else {
                return BAD;
            }
        }
    }

    /** Reads a word into an array of its own; grows with what is really there, for a length may be a lie. */
    private boolean large(int length) throws IOException {
        int have = Math.min(length, end - at);
        byte[] word = Arrays.copyOfRange(window, at, at + Math.max(have, Math.min(length, WINDOW)));
        at += have;
        while (have < length) {
            if (have == word.length) {
                word = Arrays.copyOf(word, (int) Math.min(length, 2L * word.length));
            }
            int more = in.read(word, have, word.length - have);
            if (more < 0) {
                return false;
            }
            have += more;
            base += more;
        }
        request.addOwned(word);
        return true;
    }

    /** Gets more bytes behind those that are there; words found so far stay where the request can find them. */
    private boolean fill() throws IOException {
        if (end == window.length) {
            int kept = end - begin;
            byte[] before = window;
            if (kept > window.length / 2) {
                window = new byte[Math.multiplyExact(window.length, 2)];
            } else if (window.length > 4 * WINDOW && kept < WINDOW / 2) {
                window = new byte[WINDOW];
            }
            System.arraycopy(before, begin, window, 0, kept);
            request.rebase(before, window, -begin);
            base += begin;
            at -= begin;
            end = kept;
            begin = 0;
        }
        int more = in.read(window, end, window.length - end);
        if (more <= 0) {
            return false;
        }
        end += more;
        return true;
    }
}
