package serval.zset;

import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueType;

/** The type {@code zset}: small ones are saved as listpacks, large ones member by member. */
final class SortedSetType implements ValueType<SortedSet>, Codec<SortedSet> {
    static final SortedSetType INSTANCE = new SortedSetType();

    /** Members with their scores as text. */
    static final int TEXT = 3;
    /** Members with their scores as binary doubles. */
    static final int BINARY = 5;
    /** A ziplist of members and scores in turn, as Redis up to 6.2 writes it. */
    static final int ZIPLIST = 12;
    /** A listpack of members and scores in turn, as Redis 7.0 and later write it. */
    static final int LISTPACK = 17;

    private static final int FIRST_WITH_LISTPACKS = 10;

    private final Limits limits = new Limits();

    private SortedSetType() {}

    Limits limits() {
        return limits;
    }

    @Override
    public String name() {
        return "zset";
    }

    @Override
    public Codec<SortedSet> codec() {
        return this;
    }

    @Override
    public SortedSet empty() {
        return new SortedSet();
    }

    @Override
    public String encoding(SortedSet value) {
        return value.isPacked() ? "listpack" : "skiplist";
    }

    @Override
    public long elements(SortedSet value) {
        return value.isPacked() ? 1 : value.size();
    }

    @Override
    public SortedSet copy(SortedSet value) {
        return value.copy();
    }

    @Override
    public void digest(SortedSet value, Digest digest) {
        value.forEach((member, score) -> {
            byte[] text = ScoreText.shortest(score);
            digest.beginElement();
            digest.part(member.array(), member.offset(), member.length());
            digest.part(text, 0, text.length);
            digest.endElement();
            return true;
        });
    }

    // Codec

    @Override
    public int code(SortedSet value, int rdbVersion) {
        return value.isPacked() && rdbVersion >= FIRST_WITH_LISTPACKS ? LISTPACK : BINARY;
    }

    @Override
    public int[] codes() {
        return new int[] {TEXT, BINARY, ZIPLIST, LISTPACK};
    }

    @Override
    public Saver save(SortedSet value, int rdbVersion) {
        return switch (value.form()) {
            case PackedForm packed -> new PackedSaver(value.copy(), code(value, rdbVersion) == LISTPACK);
            case TreeForm large -> new TreeSaver(large);
        };
    }

    @Override
    public Loader<SortedSet> load(int code, int version) {
        return code == ZIPLIST || code == LISTPACK ? new PackedLoader(code) : new MemberLoader(code);
    }
}
