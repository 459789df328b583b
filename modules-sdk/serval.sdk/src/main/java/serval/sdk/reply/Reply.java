package serval.sdk.reply;

import org.osgi.annotation.versioning.ConsumerType;
import serval.bytes.ByteSlice;
import serval.bytes.Doubles;

/**
 * The writer of a reply: onto the wire in RESP2 or RESP3, into a script's values, or into a module's hands.
 *
 * <p>Commands say what they mean (a map, a double, a set) and the writer says it in the reader's protocol; where
 * RESP2 and RESP3 differ by more than that, {@link #version()} tells. A collection is opened with its length and followed by
 * that many elements (twice as many for a map). Bytes are taken over before a method returns, except by
 * {@link #sharedBulk}.
 */
@ConsumerType
public interface Reply {
    /** The RESP version the reader understands, 2 or 3. */
    int version();

    /** A signed 64-bit number. */
    void integer(long value);

    /** A simple string such as {@code OK}: no CR, no LF. */
    void status(String text);

    /** The status {@code OK}. */
    void ok();

    /** A byte string. */
    void bulk(byte[] array, int offset, int length);

    /** A byte string. */
    default void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    /** A byte string. */
    default void bulk(ByteSlice slice) {
        bulk(slice.array(), slice.offset(), slice.length());
    }

    /** A byte string made of a text's UTF-8 bytes. */
    void bulk(String text);

    /** A byte string that holds a number's decimal digits. */
    void bulk(long value);

    /**
     * A byte string that the writer may refer to instead of copying, for as long as it likes: the caller vouches that
     * these bytes never change.
     */
    default void sharedBulk(byte[] array, int offset, int length) {
        bulk(array, offset, length);
    }

    /** A missing value: RESP2's null bulk string, RESP3's null. */
    void nil();

    /** A missing collection: RESP2's null array, RESP3's null. */
    void nilArray();

    /** A double; RESP2 readers get a bulk string. */
    void real(double value);

    /** A double given as its decimal digits, more of them than it needs; RESP2 readers get a bulk string. */
    default void real(byte[] digits) {
        if (version() >= 3) {
            real(Doubles.parse(digits, 0, digits.length));
        } else {
            bulk(digits, 0, digits.length);
        }
    }

    /** A boolean; RESP2 readers get 1 or 0. */
    void bool(boolean value);

    /** A number of any size, given as decimal digits; RESP2 readers get a bulk string. */
    void bigNumber(String digits);

    /** Text with a three-letter format such as {@code txt}; RESP2 readers get a bulk string. */
    void verbatim(String format, byte[] text);

    /** Opens an array. */
    void array(long length);

    /** Opens a map of {@code pairs} pairs; RESP2 readers get a flat array. */
    void map(long pairs);

    /** Opens a set; RESP2 readers get an array. */
    void set(long length);

    /** Opens a push, which is no reply; RESP2 readers get an array. */
    void push(long length);

    /** Opens an attribute of {@code pairs} pairs before the reply proper; only to be used where {@link #version()} is 3. */
    void attribute(long pairs);

    /** Opens an array whose length {@link #close(long)} will tell. Deferred collections nest. */
    void openArray();

    /** Opens a map whose number of pairs {@link #close(long)} will tell. */
    void openMap();

    /** Opens a set whose length {@link #close(long)} will tell. */
    void openSet();

    /** Closes the innermost deferred collection: its elements, or a map's pairs. */
    void close(long length);

    /** An error. */
    void error(CommandError error);

    /**
     * An error given as its whole text, code first and without the leading dash. CR and LF become spaces.
     */
    void error(String text);
}
