package serval.admin.info;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** A section of INFO being put together from its contributions. */
final class InfoText implements InfoWriter {
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    /** Where the fields of earlier contributions stand. */
    private final Map<String, Integer> earlier = new HashMap<>();

    /** Adds a contribution; its fields take the places of earlier ones of the same names. */
    void add(InfoSection section) {
        for (int i = 0; i < names.size(); i++) {
            earlier.putIfAbsent(names.get(i), i);
        }
        section.write(this);
    }

    @Override
    public void field(String name, String value) {
        Integer place = earlier.get(name);
        if (place != null) {
            values.set(place, value);
        } else {
            names.add(name);
            values.add(value);
        }
    }

    @Override
    public void field(String name, long value) {
        field(name, Long.toString(value));
    }

    @Override
    public void field(String name, double value, int decimals) {
        field(name, String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /** Writes the section with its heading. */
    void appendTo(StringBuilder out, String section) {
        if (!out.isEmpty()) {
            out.append("\r\n");
        }
        out.append("# ").append(heading(section)).append("\r\n");
        for (int i = 0; i < names.size(); i++) {
            out.append(names.get(i)).append(':').append(values.get(i)).append("\r\n");
        }
    }

    private static String heading(String section) {
        return section.equals("cpu") ? "CPU" : section.substring(0, 1).toUpperCase(Locale.ROOT) + section.substring(1);
    }
}
