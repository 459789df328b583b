package serval.keys;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.sdk.value.BuiltinTypes;
import serval.sdk.value.ElementVisitor;
import serval.sdk.value.ListValue;
import serval.sdk.value.SetValue;
import serval.sdk.value.SortedSetValue;

/** The collection that a SORT reads. A missing key is an empty list. */
final class SortSource {
    private final @Nullable Value value;

    private SortSource(@Nullable Value value) {
        this.value = value;
    }

    static SortSource of(Key key, BuiltinTypes types) {
        ValueType<?> type = key.type();
        if (type == null) {
            return new SortSource(null);
        }
        return new SortSource(
                switch (type.name()) {
                    case "list" -> key.read(types.list());
                    case "set" -> key.read(types.set());
                    case "zset" -> key.read(types.sortedSet());
                    default -> throw CommandError.WRONG_TYPE.exception();
                });
    }

    boolean isSet() {
        return value instanceof SetValue;
    }

    long size() {
        return switch (value) {
            case ListValue list -> list.size();
            case SetValue set -> set.size();
            case SortedSetValue sorted -> sorted.size();
            case null, default -> 0;
        };
    }

    List<SortElement> all(Call call) {
        return range(0, (int) size(), false, call);
    }

    /** The elements of a window in the collection's own order, or its reverse; a set has but one. */
    List<SortElement> window(SortWindow window, boolean descending, Call call) {
        if (descending && value instanceof ListValue list) {
            int size = (int) list.size();
            List<SortElement> elements = range(size - window.to(), window.length(), false, call);
            Collections.reverse(elements);
            return elements;
        }
        return range(window.from(), window.length(), descending, call);
    }

    private List<SortElement> range(int from, int length, boolean descending, Call call) {
        List<SortElement> elements = new ArrayList<>(length);
        if (length == 0) {
            return elements;
        }
        int[] skipped = {value instanceof SetValue ? from : 0};
        ElementVisitor visitor = element -> {
            call.checkpoint();
            if (skipped[0] > 0) {
                skipped[0]--;
                return true;
            }
            elements.add(new SortElement(element.copy()));
            return elements.size() < length;
        };
        switch (value) {
            case ListValue list -> list.forEach(from, visitor);
            case SetValue set -> set.forEach(visitor);
            case SortedSetValue sorted -> sorted.fromRank(from, descending, (member, score) -> visitor.visit(member));
            case null, default -> {}
        }
        return elements;
    }
}
