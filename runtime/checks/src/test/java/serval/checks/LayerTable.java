package serval.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of {@code cnf/layers}: the layer of each bundle, and what its line permits or forbids beyond that. */
final class LayerTable {
    /**
     * One line.
     *
     * @param siblings bundles of the same layer that this one may import from
     * @param mayUseNetty whether it may import {@code io.netty}
     * @param isPlain whether it must do without {@code org.osgi} at run time
     */
    record Row(int layer, Set<String> siblings, boolean mayUseNetty, boolean isPlain) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();

    static LayerTable parse(List<String> lines) {
        LayerTable table = new LayerTable();
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").trim();
            if (!text.isEmpty()) {
                table.add(text);
            }
        }
        return table;
    }

    private void add(String text) {
        List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
        int layer = Integer.parseInt(words.removeFirst());
        String bundle = words.removeFirst();
        boolean netty = words.remove("+netty");
        boolean plain = words.remove("-osgi");
        if (rows.put(bundle, new Row(layer, Set.copyOf(words), netty, plain)) != null) {
            throw new IllegalArgumentException(bundle + " has two lines");
        }
    }

    /** The line of {@code bundle}, null if it has none. */
    @Nullable
    Row row(String bundle) {
        return rows.get(bundle);
    }
}
