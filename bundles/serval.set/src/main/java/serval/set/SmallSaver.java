package serval.set;

import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;

/** Saves a small set in one go. */
final class SmallSaver implements Codec.Saver {
    private final Form form;
    private final boolean whole;

    /** Creates the saver of a form of its own, as it lies or, for former versions, member by member. */
    SmallSaver(Form form, boolean whole) {
        this.form = form;
        this.whole = whole;
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        if (whole && form instanceof IntForm numbers) {
            ByteSlice bytes = numbers.saved();
            out.string(bytes.array(), bytes.offset(), bytes.length());
        } else if (whole && form instanceof PackedForm packed) {
            out.string(packed.list().array(), 0, packed.list().size());
        } else {
            out.unsigned(form.size());
            form.forEach(member -> {
                out.string(member.array(), member.offset(), member.length());
                return true;
            });
        }
        return true;
    }

    @Override
    public void close() {}
}
