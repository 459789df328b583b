package serval.tracking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;

/** Which keys were read by which sessions since they last changed; the oldest first. */
final class KeyTable {
    private final Map<KeyName, long[]> readers = new LinkedHashMap<>();
    private final KeyName probe = new KeyName();
    private long items;

    /** The number of keys. */
    int size() {
        return readers.size();
    }

    /** The number of pairs of a key and a session. */
    long items() {
        return items;
    }

    /** Remembers that the session of this number read a key. */
    void add(ByteSlice key, long session) {
        long[] known = readers.get(probe.at(key));
        if (known == null) {
            readers.put(new KeyName(key.copy()), new long[] {session});
            items++;
            return;
        }
        int at = Arrays.binarySearch(known, session);
        if (at < 0) {
            int place = -at - 1;
            long[] more = new long[known.length + 1];
            System.arraycopy(known, 0, more, 0, place);
            more[place] = session;
            System.arraycopy(known, place, more, place + 1, known.length - place);
            readers.replace(probe, more);
            items++;
        }
    }

    /** Forgets a key; returns the numbers of the sessions that had read it, or null if none had. */
    long @Nullable [] remove(ByteSlice key) {
        long[] known = readers.remove(probe.at(key));
        if (known != null) {
            items -= known.length;
        }
        return known;
    }

    /** The key that has been here longest; only if there is any. */
    byte[] oldest() {
        Iterator<KeyName> names = readers.keySet().iterator();
        return names.next().bytes();
    }

    void clear() {
        readers.clear();
        items = 0;
    }

    /** Everything as bytes. */
    byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(readers.size());
            for (Map.Entry<KeyName, long[]> entry : readers.entrySet()) {
                byte[] name = entry.getKey().bytes();
                out.writeInt(name.length);
                out.write(name);
                out.writeInt(entry.getValue().length);
                for (long session : entry.getValue()) {
                    out.writeLong(session);
                }
            }
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Takes what {@link #save} wrote in the place of everything. */
    void load(byte[] saved) {
        clear();
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
            for (int left = in.readInt(); left > 0; left--) {
                byte[] name = in.readNBytes(in.readInt());
                long[] sessions = new long[in.readInt()];
                for (int i = 0; i < sessions.length; i++) {
                    sessions[i] = in.readLong();
                }
                readers.put(new KeyName(name), sessions);
                items += sessions.length;
            }
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }
}
