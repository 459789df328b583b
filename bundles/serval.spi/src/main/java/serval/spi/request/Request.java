package serval.spi.request;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.sdk.command.KeyFinder;

/**
 * The words of one request: filled by a decoder, read by the engine, reused for the next.
 *
 * <p>Small words lie in a buffer they share (the read buffer, as a rule); a large word has an array of its own, from
 * index 0 on, that the keyspace may adopt.
 */
public final class Request implements KeyFinder.Arguments {
    private static final byte[] NOTHING = new byte[0];

    private int count;
    private byte[][] arrays = new byte[8][];
    private int[] offsets = new int[8];
    private int[] lengths = new int[8];
    private boolean[] owned = new boolean[8];
    private boolean ownsAny;
    private long bytes;
    private final ByteSlice slice = new ByteSlice();

    /** Forgets all words. */
    public void clear() {
        if (ownsAny) {
            Arrays.fill(arrays, 0, count, NOTHING);
            Arrays.fill(owned, 0, count, false);
            ownsAny = false;
        }
        count = 0;
        bytes = 0;
        if (arrays.length > 4096) {
            arrays = new byte[8][];
            offsets = new int[8];
            lengths = new int[8];
            owned = new boolean[8];
        }
    }

    /** Adds a word that lies in a buffer which may be reused once the request has run. */
    public void add(byte[] array, int offset, int length) {
        add(array, offset, length, false);
    }

    /** Adds a word that is alone in its array and may be kept. */
    public void addOwned(byte[] array) {
        add(array, 0, array.length, true);
    }

    private void add(byte[] array, int offset, int length, boolean own) {
        if (count == arrays.length) {
            int size = count * 2;
            arrays = Arrays.copyOf(arrays, size);
            offsets = Arrays.copyOf(offsets, size);
            lengths = Arrays.copyOf(lengths, size);
            owned = Arrays.copyOf(owned, size);
        }
        // The buffer that a client's words lie in stays the same: to store a reference costs a collector's barrier.
        if (arrays[count] != array) {
            arrays[count] = array;
        }
        offsets[count] = offset;
        lengths[count] = length;
        if (own) {
            owned[count] = true;
            ownsAny = true;
        }
        bytes += length;
        count++;
    }

    /** Moves the words that lie in {@code from} to {@code to}, a copy of it shifted by {@code by}. */
    public void rebase(byte[] from, byte[] to, int by) {
        for (int i = 0; i < count; i++) {
            if (arrays[i] == from) {
                arrays[i] = to;
                offsets[i] += by;
            }
        }
    }

    @Override
    public int count() {
        return count;
    }

    /** The sum of the words' lengths. */
    public long bytes() {
        return bytes;
    }

    /** The array a word lies in. */
    public byte[] array(int index) {
        return arrays[index];
    }

    /** Where in its array a word begins. */
    public int offset(int index) {
        return offsets[index];
    }

    /** The length of a word. */
    public int length(int index) {
        return lengths[index];
    }

    /** Whether a word is alone in its array, so that the array may be kept. */
    public boolean isOwned(int index) {
        return owned[index];
    }

    /** A word as an array nobody else has. */
    public byte[] copy(int index) {
        return Arrays.copyOfRange(arrays[index], offsets[index], offsets[index] + lengths[index]);
    }

    @Override
    public ByteSlice slice(int index) {
        return slice.set(arrays[index], offsets[index], lengths[index]);
    }

    /** All words as arrays that nobody else has: what a queue, a blocked call or the journal keeps. */
    public byte[][] detach() {
        byte[][] words = new byte[count][];
        for (int i = 0; i < count; i++) {
            words[i] = owned[i] ? arrays[i] : copy(i);
        }
        return words;
    }

    /** Takes these words in place of what was there; the arrays are not copied. */
    public Request set(byte[]... words) {
        clear();
        for (byte[] word : words) {
            add(word, 0, word.length, true);
        }
        return this;
    }
}
