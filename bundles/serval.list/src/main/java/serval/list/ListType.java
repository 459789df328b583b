package serval.list;

import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueType;

/** The type {@code list}, saved chunk by chunk as the elements lie in memory. */
final class ListType implements ValueType<ListObject>, Codec<ListObject> {
    static final ListType INSTANCE = new ListType();

    /** Element by element: before Redis 2.6. */
    static final int ELEMENTS = 1;
    /** One ziplist: up to Redis 3.0. */
    static final int ZIPLIST = 10;
    /** Ziplists: up to Redis 6.2. */
    static final int QUICKLIST = 14;
    /** Listpacks, and large elements on their own: since Redis 7.0. */
    static final int QUICKLIST_2 = 18;

    private ListType() {}

    @Override
    public String name() {
        return "list";
    }

    @Override
    public Codec<ListObject> codec() {
        return this;
    }

    @Override
    public ListObject empty() {
        return new ListObject();
    }

    @Override
    public String encoding(ListObject value) {
        return value.packed() != null ? "listpack" : "quicklist";
    }

    /** The number of pieces: what there is to free one by one. */
    @Override
    public long elements(ListObject value) {
        return value.chunks() != null ? value.chunks().chunks() : 1;
    }

    @Override
    public ListObject copy(ListObject value) {
        return value.copy();
    }

    @Override
    public void digest(ListObject value, Digest digest) {
        value.forEach(0, element -> feed(digest, element));
    }

    private static boolean feed(Digest digest, ByteSlice element) {
        digest.ordered(element.array(), element.offset(), element.length());
        return true;
    }

    // Codec

    @Override
    public int code(ListObject value, int rdbVersion) {
        return QUICKLIST_2;
    }

    @Override
    public int[] codes() {
        return new int[] {ELEMENTS, ZIPLIST, QUICKLIST, QUICKLIST_2};
    }

    @Override
    public Saver save(ListObject value, int rdbVersion) {
        return new ListSaver(value);
    }

    @Override
    public Loader<ListObject> load(int code, int version) {
        return new ListLoader(code);
    }
}
