package serval.set;

import java.util.SplittableRandom;
import serval.bytes.ByteSlice;
import serval.sdk.value.ElementVisitor;

/** How the members of a set lie in memory. */
sealed interface Form permits IntForm, PackedForm, TableForm {
    long size();

    /** The heap bytes that the set keeps of it. */
    long bytes();

    boolean contains(byte[] array, int offset, int length);

    /** Adds a member that fits this form; returns whether it is new. */
    boolean add(byte[] array, int offset, int length);

    boolean remove(byte[] array, int offset, int length);

    void forEach(ElementVisitor visitor);

    /** Points {@code into} at a member picked at random, valid until the next change. There must be one. */
    void random(SplittableRandom random, ByteSlice into);

    Form copy();
}
