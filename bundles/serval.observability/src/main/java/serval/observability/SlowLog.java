package serval.observability;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.sdk.module.Handover;
import serval.spi.engine.CommandEntry;
import serval.spi.request.Request;
import serval.spi.session.Session;

/** The calls that took longest, of late. Under the engine lock. */
@Component(service = {SlowLog.class, Handover.class})
public final class SlowLog implements Handover {
    private static final int MOST_WORDS = 32;
    private static final int LONGEST_WORD = 128;
    private static final long NANOS_PER_MICRO = 1000;

    private final ObservabilityDirectives directives;
    /** Newest first. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private volatile long fromNanos;
    private long nextId;

    /** An empty log that goes by these directives. */
    @Activate
    public SlowLog(@Reference ObservabilityDirectives directives) {
        this.directives = directives;
        directives.slowerThan.onChange(this::thresholdChanged);
        directives.slowlogLength.onChange(this::trim);
        thresholdChanged();
    }

    private void thresholdChanged() {
        long micros = directives.slowerThan.value();
        fromNanos = micros < 0 || micros > Long.MAX_VALUE / NANOS_PER_MICRO ? Long.MAX_VALUE : micros * NANOS_PER_MICRO;
    }

    /** How long a call must take to be logged. */
    long fromNanos() {
        return fromNanos;
    }

    /** Logs a call. */
    void add(CommandEntry command, Request request, @Nullable Session session, long nanos) {
        if (command.spec().is(CommandFlag.SKIP_SLOWLOG)) {
            return;
        }
        entries.addFirst(new Entry(
                nextId++,
                System.currentTimeMillis() / 1000,
                nanos / NANOS_PER_MICRO,
                words(command, request),
                session == null ? "?:0" : session.address(),
                session == null ? "" : session.name()));
        trim();
    }

    private void trim() {
        while (entries.size() > directives.slowlogLength.value()) {
            entries.removeLast();
        }
    }

    /** The words of a call: not too many, and none too long. */
    private static byte[][] words(CommandEntry command, Request request) {
        int count = Math.min(request.count(), MOST_WORDS);
        byte[][] words = new byte[count][];
        for (int i = 0; i < count; i++) {
            if (i == MOST_WORDS - 1 && request.count() > MOST_WORDS) {
                words[i] = bytes("... (" + (request.count() - MOST_WORDS + 1) + " more arguments)");
            } else {
                words[i] = shortened(Redaction.word(command, request, i));
            }
        }
        return words;
    }

    private static byte[] shortened(byte[] word) {
        if (word.length <= LONGEST_WORD) {
            return word;
        }
        byte[] note = bytes("... (" + (word.length - LONGEST_WORD) + " more bytes)");
        byte[] result = Arrays.copyOf(word, LONGEST_WORD + note.length);
        System.arraycopy(note, 0, result, LONGEST_WORD, note.length);
        return result;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The entries, newest first; a view. */
    Deque<Entry> entries() {
        return entries;
    }

    /** Forgets all entries; their numbers are not used again. */
    void reset() {
        entries.clear();
    }

    @Override
    public String name() {
        return "slowlog";
    }

    @Override
    public byte[] export() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(nextId);
            out.writeInt(entries.size());
            for (Entry entry : entries) {
                out.writeLong(entry.id);
                out.writeLong(entry.time);
                out.writeLong(entry.micros);
                out.writeUTF(entry.address);
                out.writeUTF(entry.name);
                out.writeInt(entry.words.length);
                for (byte[] word : entry.words) {
                    out.writeInt(word.length);
                    out.write(word);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public void adopt(byte[] state) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            nextId = in.readLong();
            entries.clear();
            for (int left = in.readInt(); left > 0; left--) {
                long id = in.readLong();
                long time = in.readLong();
                long micros = in.readLong();
                String address = in.readUTF();
                String client = in.readUTF();
                byte[][] words = new byte[in.readInt()][];
                for (int i = 0; i < words.length; i++) {
                    words[i] = in.readNBytes(in.readInt());
                }
                entries.addLast(new Entry(id, time, micros, words, address, client));
            }
        } catch (IOException truncated) {
            throw new UncheckedIOException(truncated);
        }
        trim();
    }

    /**
     * A call in the log.
     *
     * @param id its number, from 0
     * @param time when it ended, in seconds since 1970
     * @param micros how long it took
     * @param words its words, shortened
     * @param address the client's address
     * @param name the client's name
     */
    record Entry(long id, long time, long micros, byte[][] words, String address, String name) {}
}
