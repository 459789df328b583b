package serval.aof.write;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import serval.spi.request.Request;

/** Bytes on their way to a file. Small words are copied into chunks, large ones are referred to. */
public final class Outgoing {
    private static final int CHUNK = 64 * 1024;
    private static final int LARGE = 16 * 1024;
    /** A line end, a marker and the digits of a long. */
    private static final int HEAD = 24;

    private List<ByteBuffer> ready = new ArrayList<>();
    private byte[] chunk = new byte[CHUNK];
    private int from;
    private int at;
    private long length;

    /** How many bytes there are. */
    public long length() {
        return length;
    }

    /** Adds a command as an array of bulk strings. */
    public void command(byte[][] words) {
        head('*', words.length);
        for (byte[] word : words) {
            head('$', word.length);
            bytes(word, 0, word.length, true);
            newline();
        }
    }

    /** Adds a request as an array of bulk strings. */
    public void command(Request words) {
        int count = words.count();
        head('*', count);
        for (int i = 0; i < count; i++) {
            int size = words.length(i);
            head('$', size);
            bytes(words.array(i), words.offset(i), size, words.isOwned(i));
            newline();
        }
    }

    /** Adds a line. */
    public void line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        bytes(bytes, 0, bytes.length, true);
        newline();
    }

    private void head(char marker, int number) {
        room(HEAD);
        byte[] target = chunk;
        int to = at;
        target[to++] = (byte) marker;
        int digits = 1;
        for (int left = number; left >= 10; left /= 10) {
            digits++;
        }
        int left = number;
        for (int i = to + digits - 1; i >= to; i--) {
            target[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        to += digits;
        target[to++] = '\r';
        target[to++] = '\n';
        length += to - at;
        at = to;
    }

    private void newline() {
        room(2);
        chunk[at++] = '\r';
        chunk[at++] = '\n';
        length += 2;
    }

    /** Adds a word; a large one is referred to if its array stays as it is. */
    private void bytes(byte[] array, int offset, int size, boolean stays) {
        length += size;
        if (size >= LARGE) {
            cut();
            byte[] large = stays ? array : Arrays.copyOfRange(array, offset, offset + size);
            ready.add(ByteBuffer.wrap(large, stays ? offset : 0, size));
            return;
        }
        room(size);
        System.arraycopy(array, offset, chunk, at, size);
        at += size;
    }

    private void room(int bytes) {
        if (chunk.length - at < bytes) {
            cut();
            chunk = new byte[CHUNK];
            from = 0;
            at = 0;
        }
    }

    private void cut() {
        if (at > from) {
            ready.add(ByteBuffer.wrap(chunk, from, at - from).slice());
            from = at;
        }
    }

    /** What was taken is nobody's any more: its room is used again, which memory at hand is cheaper for than fresh memory. */
    public void reuse() {
        if (length == 0) {
            from = 0;
            at = 0;
        }
    }

    /** Takes all that is there; the buffers are the caller's until {@link #reuse}. */
    public List<ByteBuffer> take() {
        cut();
        List<ByteBuffer> taken = ready;
        ready = new ArrayList<>();
        length = 0;
        return taken;
    }
}
