package serval.set;

import java.util.Arrays;
import java.util.SplittableRandom;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.sdk.type.Upcoming;
import serval.sdk.value.ElementVisitor;
import serval.structures.table.Frozen;

/** Any number of members of any length. */
final class TableForm implements Form {
    private static final int SHALLOW_BYTES = 24;

    private final MemberTable table = new MemberTable();
    private long memberBytes;

    TableForm() {}

    /** A table that is about to get so many members. */
    TableForm(long members) {
        table.expect(members);
    }

    private static long bytesOf(byte[] member) {
        return 12 + member.length + 7 & ~7L;
    }

    @Override
    public long size() {
        return table.size();
    }

    @Override
    public long bytes() {
        return SHALLOW_BYTES + table.bytes() + memberBytes;
    }

    MemberTable table() {
        return table;
    }

    Frozen<byte[]> freeze() {
        return table.freeze();
    }

    @Override
    public boolean contains(byte[] array, int offset, int length) {
        return contains(KeyHash.hash(array, offset, length), array, offset, length);
    }

    boolean contains(long hash, byte[] array, int offset, int length) {
        return table.find(hash, array, offset, length) != null;
    }

    long foresee(Upcoming requests, int from, int to) {
        byte[] array = requests.array();
        long[] hashes = new long[Upcoming.MOST];
        int count = 0;
        for (int i = from; i < to; i++) {
            if (requests.length(i, 2) >= 0) {
                hashes[count++] = KeyHash.hash(array, requests.offset(i, 2), requests.length(i, 2));
            }
        }
        return table.warm(hashes, count);
    }

    @Override
    public boolean add(byte[] array, int offset, int length) {
        long hash = KeyHash.hash(array, offset, length);
        if (table.find(hash, array, offset, length) != null) {
            return false;
        }
        put(hash, Arrays.copyOfRange(array, offset, offset + length));
        return true;
    }

    /** Adds a member that is known to be new; the array is kept. */
    void put(long hash, byte[] member) {
        table.add(hash, member);
        memberBytes += bytesOf(member);
    }

    @Override
    public boolean remove(byte[] array, int offset, int length) {
        byte[] removed = table.remove(KeyHash.hash(array, offset, length), array, offset, length);
        if (removed == null) {
            return false;
        }
        memberBytes -= bytesOf(removed);
        return true;
    }

    @Override
    public void forEach(ElementVisitor visitor) {
        ByteSlice slice = new ByteSlice();
        boolean[] goOn = {true};
        table.forEach(member -> {
            if (goOn[0]) {
                goOn[0] = visitor.visit(slice.set(member, 0, member.length));
            }
        });
    }

    @Override
    public void random(SplittableRandom random, ByteSlice into) {
        byte[] member = table.random(random);
        assert member != null;
        into.set(member, 0, member.length);
    }

    @Override
    public TableForm copy() {
        TableForm copy = new TableForm(size());
        table.forEach(member -> copy.put(KeyHash.hash(member, 0, member.length), member));
        return copy;
    }
}
