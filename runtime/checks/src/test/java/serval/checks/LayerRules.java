package serval.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what bundles import with what {@link LayerTable} allows them to. */
final class LayerRules {
    private static final String OURS = "serval.";

    private final LayerTable table;
    private final Map<String, String> exporters = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private LayerRules(LayerTable table) {
        this.table = table;
    }

    /** Every import that breaks a rule, one sentence each; bundles that are not ours only export. */
    static List<String> violations(LayerTable table, List<BuiltBundle> bundles) {
        LayerRules rules = new LayerRules(table);
        for (BuiltBundle bundle : bundles) {
            bundle.exports().forEach(exported -> rules.exporters.put(exported, bundle.name()));
        }
        for (BuiltBundle bundle : bundles) {
            if (bundle.name().startsWith(OURS)) {
                rules.check(bundle);
            }
        }
        return rules.violations;
    }

    private void check(BuiltBundle bundle) {
        LayerTable.Row row = table.row(bundle.name());
        if (row == null) {
            violations.add(bundle.name() + " has no line in cnf/layers");
            return;
        }
        for (String imported : bundle.imports().stream().sorted().toList()) {
            check(bundle.name(), row, imported);
        }
        for (String own : bundle.contents()) {
            if (own.startsWith(OURS) && !own.equals(bundle.name()) && !own.startsWith(bundle.name() + ".")) {
                violations.add(bundle.name() + " contains package " + own + ", which is not below its own name");
            }
        }
    }

    private void check(String bundle, LayerTable.Row row, String imported) {
        if (imported.startsWith("io.netty") && !row.mayUseNetty()) {
            violations.add(bundle + " imports " + imported + " but may not use Netty");
        }
        if (imported.startsWith("org.osgi.") && row.isPlain()) {
            violations.add(bundle + " imports " + imported + " but must work without a framework");
        }
        if (imported.indexOf('*') >= 0) {
            violations.add(bundle + " imports " + imported + ": a wildcard hides what it depends on");
        }
        if (imported.startsWith(OURS)) {
            checkOurs(bundle, row, imported, exporters.get(imported));
        }
    }

    private void checkOurs(String bundle, LayerTable.Row row, String imported, @Nullable String exporter) {
        if (exporter == null) {
            violations.add(bundle + " imports " + imported + ", which no bundle exports");
            return;
        }
        LayerTable.Row lower = table.row(exporter);
        boolean allowed = exporter.equals(bundle)
                || lower != null && lower.layer() < row.layer()
                || row.siblings().contains(exporter);
        if (!allowed) {
            violations.add(bundle + " (layer " + row.layer() + ") imports " + imported + " of " + exporter
                    + (lower == null ? "" : " (layer " + lower.layer() + ")"));
        }
    }
}
