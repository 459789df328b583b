package serval.zset;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.key.Key;
import serval.sdk.type.ValueType;
import serval.sdk.value.BuiltinTypes;
import serval.sdk.value.ScoreVisitor;
import serval.sdk.value.SetValue;

/** A sorted set, or a set all of whose members have the score 1, that others are united or intersected with. */
final class Source {

    final @Nullable SortedSet sorted;
    private final @Nullable SetValue plain;
    /** What its scores are multiplied by. */
    double weight = 1;

    private Source(@Nullable SortedSet sorted, @Nullable SetValue plain) {
        this.sorted = sorted;
        this.plain = plain;
    }

    /** The source that is at a key; an empty one if the key is missing. */
    static Source at(Call call, int index, BuiltinTypes types) {
        Key key = call.key(index);
        ValueType<?> type = key.type();
        if (type != null && type.name().equals("set")) {
            return new Source(null, key.read(types.set()));
        }
        SortedSet sorted = key.read(SortedSetType.INSTANCE);
        return new Source(sorted, null);
    }

    long size() {
        return sorted != null ? sorted.size() : plain != null ? plain.size() : 0;
    }

    /** Whether both are one and the same. */
    boolean isSameAs(Source other) {
        return sorted != null ? sorted == other.sorted : plain != null && plain == other.plain;
    }

    /** The score of a member, without the weight; NaN if there is no such member. */
    double score(byte[] member, int offset, int length) {
        if (sorted != null) {
            return sorted.score(member, offset, length);
        }
        return plain != null && plain.contains(member, offset, length) ? 1 : Double.NaN;
    }

    /** The score of a member with the weight; what is no number then is 0. */
    double weighted(double score) {
        double product = score * weight;
        return Double.isNaN(product) ? 0 : product;
    }

    void forEach(ScoreVisitor visitor) {
        if (sorted != null) {
            sorted.forEach(visitor);
        } else if (plain != null) {
            plain.forEach(member -> visitor.visit(member, 1));
        }
    }
}
