package serval.hash;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.type.Foreseeing;
import serval.sdk.type.Upcoming;
import serval.sdk.type.ValueType;
import serval.sdk.value.FieldVisitor;
import serval.sdk.value.HashValue;

/**
 * A hash. Its body is an array of {@link Pairs}, those with expiries ({@link TimedPairs}), or a {@link FieldTable}; it never goes
 * back from a later form to an earlier one.
 *
 * <p>A <em>position</em> is where {@link #find} found a field, good until the next change. Methods of this class do not look at
 * clocks: a field whose time is up is there until somebody removes it. Those of {@link HashValue} do.
 */
final class Hash implements HashValue, Foreseeing {
    /** Stands for no expiry among times; as an expiry of a field that is 0. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int SHALLOW_BYTES = 16;

    private Object body = Pairs.NONE;
    /** The number of pairs; not kept for a table. */
    private int count;

    Hash() {}

    /** A hash of pairs that somebody made; the array becomes its own. */
    Hash(byte[] pairs, int count, boolean timed) {
        this.count = count;
        if (timed) {
            TimedPairs own = new TimedPairs(pairs);
            own.look();
            body = own;
        } else {
            body = pairs;
        }
    }

    Hash(FieldTable table) {
        body = table;
    }

    @Override
    public ValueType<?> type() {
        return HashType.INSTANCE;
    }

    @Override
    public long bytes() {
        if (body instanceof byte[] pairs) {
            return SHALLOW_BYTES + Pairs.heapBytes(pairs);
        }
        if (body instanceof FieldTable table) {
            return SHALLOW_BYTES + table.heapBytes();
        }
        return SHALLOW_BYTES + TimedPairs.BYTES + Pairs.heapBytes(((TimedPairs) body).pairs);
    }

    @Override
    public long size() {
        return body instanceof FieldTable table ? table.size() : count;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    // Forms

    /** The table of a large hash, else null. */
    @Nullable
    FieldTable table() {
        return body instanceof FieldTable table ? table : null;
    }

    /** The pairs of a small hash, else null. */
    byte @Nullable [] pairs() {
        return body instanceof byte[] pairs ? pairs : body instanceof TimedPairs timed ? timed.pairs : null;
    }

    /** The bytes between the words of {@link #pairs()}. */
    int gap() {
        return body instanceof TimedPairs ? TimedPairs.GAP : 0;
    }

    String encoding() {
        return body instanceof byte[] ? "listpack" : body instanceof TimedPairs ? "listpackex" : "hashtable";
    }

    Hash copy() {
        FieldTable table = table();
        if (table != null) {
            return new Hash(table.copy());
        }
        byte[] pairs = pairs();
        assert pairs != null;
        return new Hash(pairs.clone(), count, gap() > 0);
    }

    /** Makes this a table. */
    void enlarge() {
        if (!(body instanceof FieldTable)) {
            FieldTable table = new FieldTable();
            each((field, value, expiry) -> {
                table.insert(field, value, expiry);
                return true;
            });
            body = table;
        }
    }

    /** Makes room for so many more fields, and for words of a length: makes this a table if they are beyond the limits. */
    void prepare(long fields, long longest) {
        if (body instanceof FieldTable) {
            return;
        }
        if (fields > HashDirectives.maxEntries() || longest > HashDirectives.maxValue()) {
            enlarge();
            FieldTable table = table();
            if (table != null) {
                table.expect(fields);
            }
        }
    }

    // Finding and reading

    /** The position of a field, or a negative number. */
    long find(byte[] field, int offset, int length) {
        if (body instanceof byte[] pairs) {
            return Pairs.find(pairs, 0, field, offset, length);
        }
        if (body instanceof FieldTable table) {
            return table.locate(field, offset, length);
        }
        return Pairs.find(((TimedPairs) body).pairs, TimedPairs.GAP, field, offset, length);
    }

    long find(ByteSlice field) {
        return find(field.array(), field.offset(), field.length());
    }

    /** When the field at a position expires; 0 for never. */
    long expiry(long at) {
        if (body instanceof byte[]) {
            return 0;
        }
        return body instanceof FieldTable table
                ? FieldEntry.expiry(table.at(at))
                : ((TimedPairs) body).expiry((int) at);
    }

    /** Whether the time of the field at a position is up. */
    boolean isExpired(long at, long now) {
        if (body instanceof byte[]) {
            return false;
        }
        long expiry = expiry(at);
        return expiry != 0 && expiry < now;
    }

    /** The value at a position, shown in {@code scratch.value}. */
    ByteSlice value(long at, Scratch scratch) {
        if (body instanceof FieldTable table) {
            return FieldEntry.value(table.at(at), scratch.value);
        }
        byte[] pairs = pairs();
        assert pairs != null;
        return Pairs.word(pairs, Pairs.skip(pairs, (int) at) + gap(), scratch.value, scratch.valueDigits);
    }

    /** When the first field expires, or {@link #NEVER}. */
    long nextExpiry() {
        if (body instanceof byte[]) {
            return NEVER;
        }
        return body instanceof FieldTable table ? table.next() : ((TimedPairs) body).next;
    }

    /** The number of fields whose time is up. */
    int expired(long now) {
        if (nextExpiry() >= now) {
            return 0;
        }
        return body instanceof FieldTable table ? table.expired(now) : ((TimedPairs) body).expired(now);
    }

    /** Visits all fields; returns whether the visitor saw them all. */
    boolean each(PairVisitor visitor) {
        Scratch scratch = new Scratch();
        FieldTable table = table();
        if (table != null) {
            TableWalk walk = new TableWalk(visitor, scratch);
            table.forEach(walk);
            return !walk.ended;
        }
        byte[] pairs = pairs();
        assert pairs != null;
        int gap = gap();
        int next = 0;
        for (int at = 0; Pairs.isPair(pairs, at); at = next) {
            int value = Pairs.skip(pairs, at) + gap;
            next = Pairs.skip(pairs, value);
            boolean on = visitor.visit(
                    Pairs.word(pairs, at, scratch.field, scratch.fieldDigits),
                    Pairs.word(pairs, value, scratch.value, scratch.valueDigits),
                    gap == 0 ? 0 : Pairs.fixed(pairs, value - gap));
            if (!on) {
                return false;
            }
        }
        return true;
    }

    private static final class TableWalk implements FieldTable.Visitor<byte[]> {
        private final PairVisitor visitor;
        private final Scratch scratch;
        private boolean ended;

        TableWalk(PairVisitor visitor, Scratch scratch) {
            this.visitor = visitor;
            this.scratch = scratch;
        }

        @Override
        public void visit(byte[] entry) {
            if (!ended) {
                ended = !visitor.visit(
                        FieldEntry.field(entry, scratch.field),
                        FieldEntry.value(entry, scratch.value),
                        FieldEntry.expiry(entry));
            }
        }
    }

    // Changing

    /** Sets a field, its expiry being kept or going; returns whether it is new. The texts must not lie in this hash. */
    boolean put(ByteSlice field, ByteSlice value, boolean keepExpiry) {
        if (!(body instanceof FieldTable) && Math.max(field.length(), value.length()) > HashDirectives.maxValue()) {
            enlarge();
        }
        if (body instanceof FieldTable table) {
            return table.put(field, value, keepExpiry);
        }
        byte[] pairs = pairs();
        assert pairs != null;
        int gap = gap();
        int at = Pairs.find(pairs, gap, field.array(), field.offset(), field.length());
        if (at >= 0) {
            boolean persist = body instanceof TimedPairs timed && !keepExpiry && timed.expiry(at) != 0;
            keep(Pairs.replace(pairs, gap, Pairs.skip(pairs, at) + gap, value));
            if (persist) {
                ((TimedPairs) body).expiry(at, 0);
            }
            return false;
        }
        keep(Pairs.append(pairs, gap, ~at, field, value, 0));
        count++;
        if (count > HashDirectives.maxEntries()) {
            enlarge();
        }
        return true;
    }

    /** Adds a field unless it is there, whatever its length; returns whether it was not. An expiry needs {@link #widen}. */
    boolean insert(ByteSlice field, ByteSlice value, long expiry) {
        if (body instanceof FieldTable table) {
            return table.insertNew(field, value, expiry);
        }
        byte[] pairs = pairs();
        assert pairs != null;
        int at = Pairs.find(pairs, gap(), field.array(), field.offset(), field.length());
        if (at >= 0) {
            return false;
        }
        keep(Pairs.append(pairs, gap(), ~at, field, value, expiry));
        count++;
        if (body instanceof TimedPairs timed && expiry != 0 && expiry < timed.next) {
            timed.next = expiry;
        }
        return true;
    }

    private void keep(byte[] pairs) {
        if (body instanceof TimedPairs timed) {
            timed.pairs = pairs;
        } else {
            body = pairs;
        }
    }

    /** Removes the field at a position. */
    void removeAt(long at) {
        if (body instanceof FieldTable table) {
            table.take(at);
            return;
        }
        byte[] pairs = pairs();
        assert pairs != null;
        keep(Pairs.remove(pairs, gap(), (int) at));
        count--;
        if (body instanceof TimedPairs timed) {
            timed.look();
        }
    }

    /** Sets when the field at a position expires; 0 for never. */
    void expire(long at, long expiry) {
        if (body instanceof FieldTable table) {
            byte[] entry = table.at(at);
            ByteSlice field = FieldEntry.field(entry, new ByteSlice());
            table.replace(at, FieldEntry.make(field, FieldEntry.value(entry, new ByteSlice()), expiry));
            return;
        }
        if (body instanceof TimedPairs timed) {
            timed.expiry((int) at, expiry);
        }
    }

    /** Makes sure that fields can expire. Positions are void. */
    void widen() {
        if (body instanceof byte[] pairs) {
            body = new TimedPairs(Pairs.widened(pairs, count));
        }
    }

    /** Shows the field that expires first and returns its position, or a negative number if no field does. */
    long first(Scratch scratch) {
        if (body instanceof FieldTable table) {
            if (table.timed() == 0) {
                return -1;
            }
            ByteSlice field = FieldEntry.field(table.first(), scratch.field);
            return table.locate(field.array(), field.offset(), field.length());
        }
        if (body instanceof TimedPairs timed && timed.next != NEVER) {
            byte[] pairs = timed.pairs;
            for (int at = 0; Pairs.isPair(pairs, at); at = Pairs.next(pairs, TimedPairs.GAP, at)) {
                if (timed.expiry(at) == timed.next) {
                    Pairs.word(pairs, at, scratch.field, scratch.fieldDigits);
                    return at;
                }
            }
        }
        return -1;
    }

    // As others see it

    @Override
    public long foresee(Upcoming requests, int from, int to) {
        return body instanceof FieldTable table ? table.foresee(requests, from, to) : 0;
    }

    @Override
    public @Nullable ByteSlice get(byte[] field, int offset, int length) {
        long at = find(field, offset, length);
        return at < 0 || isExpired(at, System.currentTimeMillis()) ? null : value(at, new Scratch());
    }

    @Override
    public boolean put(byte[] field, int fieldOffset, int fieldLength, byte[] value, int valueOffset, int valueLength) {
        return put(
                new ByteSlice().set(field, fieldOffset, fieldLength),
                new ByteSlice().set(value, valueOffset, valueLength),
                false);
    }

    @Override
    public boolean remove(byte[] field, int offset, int length) {
        long at = find(field, offset, length);
        if (at < 0) {
            return false;
        }
        removeAt(at);
        return true;
    }

    @Override
    public void forEach(FieldVisitor visitor) {
        long now = nextExpiry() == NEVER ? 0 : System.currentTimeMillis();
        each((field, value, expiry) -> expiry != 0 && expiry < now || visitor.visit(field, value));
    }
}
