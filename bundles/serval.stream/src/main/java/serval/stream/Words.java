package serval.stream;

import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.reply.Reply;
import serval.sdk.type.Digest;
import serval.structures.packed.PackedList;

/** Hands elements of a packed list on, numbers as their digits. */
final class Words {
    private final ByteSlice slice = new ByteSlice();
    private final byte[] scratch = new byte[Longs.MAX_LENGTH];

    void reply(Reply reply, PackedList list, int at) {
        reply.bulk(list.get(at, slice, scratch));
    }

    void feed(Digest digest, PackedList list, int at) {
        ByteSlice word = list.get(at, slice, scratch);
        digest.ordered(word.array(), word.offset(), word.length());
    }
}
