package serval.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.reply.CommandError;
import serval.spi.session.ReplyBuffer;

/**
 * Replies as RESP2 or RESP3, queued in an {@link OutputQueue} until a transport takes them.
 *
 * <p>The length of a deferred collection is left open: four bytes are reserved, enough for fewer than ten elements, and what
 * follows is shifted, or a piece inserted, when the length turns out to be longer.
 *
 * <p>Texts of statuses and errors whose characters are all below 256 are written one byte per character, so that
 * bytes a client sent come back as they were; others as UTF-8.
 */
public final class RespWriter extends OutputQueue implements ReplyBuffer {
    private static final byte[] OK = bytes("+OK\r\n");
    private static final byte[] NIL2 = bytes("$-1\r\n");
    private static final byte[] NIL_ARRAY2 = bytes("*-1\r\n");
    private static final byte[] NIL3 = bytes("_\r\n");
    private static final byte[] TRUE3 = bytes("#t\r\n");
    private static final byte[] FALSE3 = bytes("#f\r\n");

    private final byte[] digits = new byte[Doubles.MAX_LENGTH];
    private int version = 2;
    private long errors;
    private String lastError = "";

    /** Creates an empty writer that speaks RESP2. */
    public RespWriter() {
        this(new ChunkPool());
    }

    /** Creates an empty writer that speaks RESP2 and shares chunks with others, none of which is used at the same time. */
    public RespWriter(ChunkPool pool) {
        super(pool);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public void version(int number) {
        version = number;
    }

    @Override
    public boolean hadError() {
        return errors > 0;
    }

    @Override
    public void clearErrors() {
        errors = 0;
    }

    @Override
    public String lastError() {
        return lastError;
    }

    /** Writes a type byte, a number and the end of the line. */
    private void line(char type, long number) {
        byte[] out = room(Longs.MAX_LENGTH + 3);
        int at = end();
        out[at++] = (byte) type;
        if (number >= 0 && number < 10) {
            out[at++] = (byte) ('0' + number);
        } else {
            at += Longs.write(number, out, at);
        }
        out[at++] = '\r';
        out[at++] = '\n';
        end(at);
    }

    @Override
    public void integer(long value) {
        line(':', value);
    }

    @Override
    public void status(String text) {
        text('+', text);
    }

    @Override
    public void ok() {
        put(OK);
    }

    @Override
    public void bulk(byte[] array, int offset, int length) {
        if (length >= PIECE) {
            line('$', length);
            append(Arrays.copyOfRange(array, offset, offset + length), 0, length);
            crlf();
            return;
        }
        byte[] out = room(length + Longs.MAX_LENGTH + 5);
        int at = end();
        out[at++] = '$';
        if (length < 10) {
            out[at++] = (byte) ('0' + length);
        } else if (length < 100) {
            out[at++] = (byte) ('0' + length / 10);
            out[at++] = (byte) ('0' + length % 10);
        } else {
            at += Longs.write(length, out, at);
        }
        out[at++] = '\r';
        out[at++] = '\n';
        System.arraycopy(array, offset, out, at, length);
        at += length;
        out[at++] = '\r';
        out[at++] = '\n';
        end(at);
    }

    @Override
    public void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void bulk(long value) {
        line('$', Longs.length(value));
        byte[] out = room(Longs.MAX_LENGTH + 2);
        int at = end();
        at += Longs.write(value, out, at);
        out[at++] = '\r';
        out[at++] = '\n';
        end(at);
    }

    @Override
    public void sharedBulk(byte[] array, int offset, int length) {
        if (length < PIECE) {
            bulk(array, offset, length);
        } else {
            line('$', length);
            append(array, offset, length);
            crlf();
        }
    }

    @Override
    public void nil() {
        put(version == 3 ? NIL3 : NIL2);
    }

    @Override
    public void nilArray() {
        put(version == 3 ? NIL3 : NIL_ARRAY2);
    }

    @Override
    public void real(double value) {
        real(digits, Doubles.write(value, digits, 0));
    }

    @Override
    public void real(byte[] text) {
        real(text, text.length);
    }

    private void real(byte[] text, int length) {
        if (version == 3) {
            byte[] out = room(length + 3);
            int at = end();
            out[at++] = ',';
            System.arraycopy(text, 0, out, at, length);
            at += length;
            out[at++] = '\r';
            out[at++] = '\n';
            end(at);
        } else {
            bulk(text, 0, length);
        }
    }

    @Override
    public void bool(boolean value) {
        if (version == 3) {
            put(value ? TRUE3 : FALSE3);
        } else {
            line(':', value ? 1 : 0);
        }
    }

    @Override
    public void bigNumber(String digits) {
        if (version == 3) {
            text('(', digits);
        } else {
            bulk(digits);
        }
    }

    @Override
    public void verbatim(String format, byte[] text) {
        if (version == 3) {
            line('=', text.length + 4L);
            byte[] out = room(4);
            int at = end();
            for (int i = 0; i < 3; i++) {
                out[at + i] = (byte) format.charAt(i);
            }
            out[at + 3] = ':';
            end(at + 4);
            put(text);
            crlf();
        } else {
            bulk(text, 0, text.length);
        }
    }

    @Override
    public void array(long length) {
        line('*', length);
    }

    @Override
    public void map(long pairs) {
        if (version == 3) {
            line('%', pairs);
        } else {
            line('*', pairs * 2);
        }
    }

    @Override
    public void set(long length) {
        line(version == 3 ? '~' : '*', length);
    }

    @Override
    public void push(long length) {
        line(version == 3 ? '>' : '*', length);
    }

    @Override
    public void attribute(long pairs) {
        line('|', pairs);
    }

    @Override
    public void openArray() {
        open('*', false);
    }

    @Override
    public void openMap() {
        if (version == 3) {
            open('%', false);
        } else {
            open('*', true);
        }
    }

    @Override
    public void openSet() {
        open(version == 3 ? '~' : '*', false);
    }

    @Override
    public void error(CommandError error) {
        errors++;
        lastError = error.text();
        byte[] text = error.bytes();
        if (text.length > PIECE / 2) {
            text('-', error.text());
            return;
        }
        byte[] out = room(text.length + 3);
        int at = end();
        out[at++] = '-';
        for (byte b : text) {
            out[at++] = b == '\r' || b == '\n' ? (byte) ' ' : b;
        }
        out[at++] = '\r';
        out[at++] = '\n';
        end(at);
    }

    @Override
    public void error(String text) {
        errors++;
        lastError = text;
        text('-', text);
    }

    /** Writes a line of text, in which line ends become spaces. */
    private void text(char type, String text) {
        int length = text.length();
        byte[] plain = null;
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 255) {
                plain = text.getBytes(StandardCharsets.UTF_8);
                length = plain.length;
                break;
            }
        }
        byte[] out = room(1);
        int at = end();
        out[at++] = (byte) type;
        end(at);
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, PIECE / 2);
            out = room(part);
            at = end();
            for (int i = done; i < done + part; i++) {
                byte b = plain == null ? (byte) text.charAt(i) : plain[i];
                out[at++] = b == '\r' || b == '\n' ? (byte) ' ' : b;
            }
            end(at);
            done += part;
        }
        crlf();
    }

    private void crlf() {
        byte[] out = room(2);
        int at = end();
        out[at++] = '\r';
        out[at++] = '\n';
        end(at);
    }
}
