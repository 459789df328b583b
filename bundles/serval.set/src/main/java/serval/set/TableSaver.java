package serval.set;

import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;
import serval.structures.table.Frozen;

/** Saves the members that a table had at one moment, stretch by stretch. */
final class TableSaver implements Codec.Saver {
    private final Frozen<byte[]> members;
    private boolean begun;
    private long written;

    TableSaver(Frozen<byte[]> members) {
        this.members = members;
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        if (!begun) {
            begun = true;
            out.unsigned(members.size());
        }
        long until = written + budget;
        while (members.hasNext() && written < until) {
            members.next(member -> {
                out.string(member, 0, member.length);
                written += member.length + 1;
            });
        }
        return !members.hasNext();
    }

    @Override
    public void close() {}
}
