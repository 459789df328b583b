package serval.hash;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.reply.Reply;
import serval.structures.table.HashTable;

/** Writes all fields of a hash, their values or both into a reply, those left out whose time is up. */
final class HashReply implements HashTable.Visitor<byte[]> {
    static final int FIELDS = 1;
    static final int VALUES = 2;

    private final Scratch scratch = new Scratch();
    private final ByteSlice slice = scratch.field;
    private @Nullable Reply reply;
    private boolean fields;
    private boolean values;
    private long now;

    /** Opens a map for both, else an array, and fills it. */
    void all(Reply to, Hash hash, int what, long time) {
        reply = to;
        fields = (what & FIELDS) != 0;
        values = (what & VALUES) != 0;
        now = hash.nextExpiry() < time ? time : 0;
        long count = now == 0 ? hash.size() : hash.size() - hash.expired(time);
        if (fields && values) {
            to.map(count);
        } else {
            to.array(count);
        }
        FieldTable table = hash.table();
        if (table != null) {
            table.forEach(this);
        } else {
            pairs(to, hash);
        }
        reply = null;
    }

    private void pairs(Reply to, Hash hash) {
        byte[] pairs = hash.pairs();
        assert pairs != null;
        int gap = hash.gap();
        int at = 0;
        while (Pairs.isPair(pairs, at)) {
            int value = Pairs.skip(pairs, at) + gap;
            long expiry = now == 0 ? 0 : Pairs.fixed(pairs, value - gap);
            if (expiry == 0 || expiry >= now) {
                if (fields) {
                    to.bulk(Pairs.word(pairs, at, slice, scratch.fieldDigits));
                }
                if (values) {
                    to.bulk(Pairs.word(pairs, value, slice, scratch.fieldDigits));
                }
            }
            at = Pairs.skip(pairs, value);
        }
    }

    @Override
    public void visit(byte[] entry) {
        if (now != 0) {
            long expiry = FieldEntry.expiry(entry);
            if (expiry != 0 && expiry < now) {
                return;
            }
        }
        Reply to = reply;
        assert to != null;
        if (fields) {
            to.bulk(FieldEntry.field(entry, slice));
        }
        if (values) {
            FieldEntry.value(entry, slice);
            if (slice.length() > FieldEntry.MOST_OVERWRITTEN) {
                to.sharedBulk(slice.array(), slice.offset(), slice.length());
            } else {
                to.bulk(slice);
            }
        }
    }
}
