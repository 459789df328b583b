package serval.sdk.command;

import java.util.List;

/**
 * Key positions as COMMAND INFO told them before there were key specifications: first, last and step.
 *
 * @param first the first key, 0 for none
 * @param last the last key, negative from the end
 * @param step from one key to the next
 * @param movable whether there are keys that these three do not tell
 */
record LegacyKeys(int first, int last, int step, boolean movable) {
    static LegacyKeys of(List<KeySpec> specs) {
        int first = 0;
        int last = 0;
        boolean movable = false;
        int ranges = 0;
        for (KeySpec spec : specs) {
            if (!(spec.begin() instanceof KeySpec.Begin.Index(int position))
                    || !(spec.find() instanceof KeySpec.Find.Range(int end, int step, int limit))) {
                movable = true;
                continue;
            }
            if (specs.size() == 1) {
                return new LegacyKeys(position, end >= 0 ? position + end : end, step, limit > 1);
            }
            boolean gap = ranges > 0 && (last < 0 || position != last + 1);
            if (step != 1 || gap) {
                movable = true;
                continue;
            }
            first = ranges++ == 0 ? position : Math.min(first, position);
            last = end >= 0 ? position + end : end;
        }
        return new LegacyKeys(first, last, ranges > 0 ? 1 : 0, movable);
    }
}
