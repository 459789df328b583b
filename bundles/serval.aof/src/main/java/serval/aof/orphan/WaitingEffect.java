package serval.aof.orphan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An effect that waits for a bundle. */
final class WaitingEffect {
    private static final int FORM = 1;

    private int database;
    private byte[][] words;
    private final String owner;
    private final List<Integer> positions;

    /**
     * Describes one.
     *
     * @param words never changed
     * @param owner the symbolic name of the bundle
     * @param positions where its keys are among the words
     */
    WaitingEffect(int database, byte[][] words, String owner, List<Integer> positions) {
        this.database = database;
        this.words = words;
        this.owner = owner;
        this.positions = positions;
    }

    int database() {
        return database;
    }

    byte[][] words() {
        return words;
    }

    String owner() {
        return owner;
    }

    List<Integer> positions() {
        return positions;
    }

    /** Its keys, each once. */
    Set<Place> keys() {
        Set<Place> keys = new LinkedHashSet<>();
        for (int position : positions) {
            keys.add(new Place(database, words[position]));
        }
        return keys;
    }

    /** Whether it has to do with one key alone. */
    boolean isSimple() {
        return keys().size() == 1;
    }

    /** The same for the only key's next name or place. */
    WaitingEffect moved(int to, byte[] key) {
        byte[][] next = words.clone();
        for (int position : positions) {
            next[position] = key;
        }
        return new WaitingEffect(to, next, owner, positions);
    }

    void database(int number) {
        database = number;
    }

    /** Another in its place in the order. */
    void replace(byte[][] next) {
        words = next;
    }

    /** It as bytes, for {@link #decode}. */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeInt(database);
            out.writeUTF(owner);
            out.writeInt(positions.size());
            for (int position : positions) {
                out.writeInt(position);
            }
            out.writeInt(words.length);
            for (byte[] word : words) {
                out.writeInt(word.length);
                out.write(word);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * The effect that {@link #encode} made bytes of.
     *
     * @throws IOException if they are none
     */
    static WaitingEffect decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORM) {
                throw new IOException("an effect of an unknown form");
            }
            int database = in.readInt();
            String owner = in.readUTF();
            int count = bounded(in.readInt(), in.available());
            List<Integer> positions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                positions.add(in.readInt());
            }
            byte[][] words = new byte[bounded(in.readInt(), in.available())][];
            for (int i = 0; i < words.length; i++) {
                words[i] = new byte[bounded(in.readInt(), in.available())];
                in.readFully(words[i]);
            }
            for (int position : positions) {
                if (position < 0 || position >= words.length) {
                    throw new IOException("an effect with a key that is not there");
                }
            }
            if (words.length == 0) {
                throw new IOException("an effect without words");
            }
            return new WaitingEffect(database, words, owner, List.copyOf(positions));
        }
    }

    private static int bounded(int count, int left) throws IOException {
        if (count < 0 || count > left) {
            throw new IOException("an effect that ends too early");
        }
        return count;
    }
}
