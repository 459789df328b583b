package serval.keys;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.bytes.Doubles;
import serval.sdk.command.Call;

/** An order of elements: by number or by bytes, of the element or of what a pattern refers to, up or down. */
final class SortOrder {
    private final byte @Nullable [] by;
    private final boolean alpha;
    private final boolean descending;

    SortOrder(byte @Nullable [] by, boolean alpha, boolean descending) {
        this.by = by;
        this.alpha = alpha;
        this.descending = descending;
    }

    /** Sorts elements; returns whether all had numbers to sort by, where those are wanted. */
    boolean sort(List<SortElement> elements, SortPatterns patterns, Call call) {
        boolean numbers = true;
        for (SortElement element : elements) {
            call.checkpoint();
            byte[] weight = by == null ? element.bytes : patterns.get(by, element.bytes);
            if (alpha) {
                element.weight = weight;
            } else if (weight != null) {
                element.score = number(weight);
                numbers &= !Double.isNaN(element.score);
            }
        }
        if (!numbers) {
            return false;
        }
        Comparator<SortElement> order = alpha ? SortOrder::byWeight : SortOrder::byScore;
        Comparator<SortElement> chosen = descending ? order.reversed() : order;
        elements.sort((one, other) -> {
            call.checkpoint();
            return chosen.compare(one, other);
        });
        return true;
    }

    /** A number as C's strtod reads it: up to the first zero byte, with nothing standing for 0. */
    private static double number(byte[] bytes) {
        int start = 0;
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        if (end == 0) {
            return 0;
        }
        while (start < end && (bytes[start] == ' ' || bytes[start] >= '\t' && bytes[start] <= '\r')) {
            start++;
        }
        return Doubles.parse(bytes, start, end - start);
    }

    private static int byScore(SortElement one, SortElement other) {
        int compared = one.score < other.score ? -1 : one.score > other.score ? 1 : 0;
        return compared != 0 ? compared : Arrays.compareUnsigned(one.bytes, other.bytes);
    }

    /** Elements whose keys are missing come first. */
    private static int byWeight(SortElement one, SortElement other) {
        return Arrays.compareUnsigned(one.weight, other.weight);
    }
}
