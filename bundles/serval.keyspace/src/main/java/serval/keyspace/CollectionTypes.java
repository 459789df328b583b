package serval.keyspace;

import serval.sdk.reply.CommandError;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.sdk.value.BuiltinTypes;
import serval.sdk.value.HashValue;
import serval.sdk.value.ListValue;
import serval.sdk.value.SetValue;
import serval.sdk.value.SortedSetValue;

/** Answers which types of collections serve at this moment. */
final class CollectionTypes implements BuiltinTypes {
    private final TypeRegistry types;

    CollectionTypes(TypeRegistry types) {
        this.types = types;
    }

    @Override
    public ValueType<? extends ListValue> list() {
        return serving("list");
    }

    @Override
    public ValueType<? extends HashValue> hash() {
        return serving("hash");
    }

    @Override
    public ValueType<? extends SetValue> set() {
        return serving("set");
    }

    @Override
    public ValueType<? extends SortedSetValue> sortedSet() {
        return serving("zset");
    }

    @SuppressWarnings(
            "unchecked") // A type of such a name has values with that interface; a module's handler finds out.
    private <V extends Value> ValueType<? extends V> serving(String name) {
        ValueType<?> type = types.byName(name);
        if (type == null) {
            throw CommandError.of("ERR no bundle serves type " + name + " at present")
                    .exception();
        }
        return (ValueType<? extends V>) type;
    }
}
