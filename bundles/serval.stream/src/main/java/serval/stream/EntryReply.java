package serval.stream;

import serval.sdk.reply.Reply;

/** Writes entries into a reply. */
final class EntryReply {
    private final Words words = new Words();
    private final byte[] text = new byte[StreamId.MAX_LENGTH];

    /** The entry that a cursor is at: its number and its fields with their values. */
    void entry(Reply reply, EntryCursor cursor) {
        reply.array(2);
        reply.bulk(text, 0, StreamId.write(cursor.ms(), cursor.seq(), '-', text));
        int fields = cursor.fields();
        reply.array(2L * fields);
        for (int i = 0; i < fields; i++) {
            cursor.nextField();
            words.reply(reply, cursor.list(), cursor.field());
            words.reply(reply, cursor.list(), cursor.value());
        }
    }

    /** The entries of a range as an array, all of them if {@code most} is 0. */
    void range(Reply reply, Stream stream, StreamId start, StreamId end, boolean reverse, long most) {
        reply.openArray();
        long written = 0;
        EntryCursor cursor = new EntryCursor(stream, start, end, reverse);
        while ((most == 0 || written < most) && cursor.next()) {
            entry(reply, cursor);
            written++;
        }
        reply.close(written);
    }

    /** One entry; returns false with nothing written if it is not there. */
    boolean one(Reply reply, Stream stream, StreamId id) {
        EntryCursor cursor = new EntryCursor(stream, id, id, false);
        if (!cursor.next()) {
            return false;
        }
        entry(reply, cursor);
        return true;
    }
}
