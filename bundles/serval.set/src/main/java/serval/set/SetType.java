package serval.set;

import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueType;

/** The type {@code set}: small ones are saved as they lie in memory, large ones member by member. */
final class SetType implements ValueType<SetObject>, Codec<SetObject> {
    static final SetType INSTANCE = new SetType();

    /** Members one after another. */
    static final int MEMBERS = 2;
    /** Numbers as {@link IntForm} has them. */
    static final int NUMBERS = 11;
    /** A listpack, as Redis 7.2 and later write it. */
    static final int LISTPACK = 20;

    private static final int FIRST_WITH_LISTPACKS = 11;

    private final Limits limits = new Limits();

    private SetType() {}

    Limits limits() {
        return limits;
    }

    @Override
    public String name() {
        return "set";
    }

    @Override
    public Codec<SetObject> codec() {
        return this;
    }

    @Override
    public SetObject empty() {
        return new SetObject();
    }

    @Override
    public String encoding(SetObject value) {
        return switch (value.form()) {
            case IntForm numbers -> "intset";
            case PackedForm packed -> "listpack";
            case TableForm table -> "hashtable";
        };
    }

    @Override
    public long elements(SetObject value) {
        return value.form() instanceof TableForm ? value.size() : 1;
    }

    @Override
    public SetObject copy(SetObject value) {
        return value.copy();
    }

    @Override
    public void digest(SetObject value, Digest digest) {
        value.forEach(member -> {
            digest.beginElement();
            digest.part(member.array(), member.offset(), member.length());
            digest.endElement();
            return true;
        });
    }

    // Codec

    @Override
    public int code(SetObject value, int rdbVersion) {
        return switch (value.form()) {
            case IntForm numbers -> NUMBERS;
            case PackedForm packed -> rdbVersion >= FIRST_WITH_LISTPACKS ? LISTPACK : MEMBERS;
            case TableForm table -> MEMBERS;
        };
    }

    @Override
    public int[] codes() {
        return new int[] {MEMBERS, NUMBERS, LISTPACK};
    }

    @Override
    public Saver save(SetObject value, int rdbVersion) {
        return value.form() instanceof TableForm table
                ? new TableSaver(table.freeze())
                : new SmallSaver(value.form().copy(), code(value, rdbVersion) != MEMBERS);
    }

    @Override
    public Loader<SetObject> load(int code, int version) {
        return new SetLoader(code);
    }
}
