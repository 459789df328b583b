package serval.server;

import java.util.ArrayList;
import java.util.List;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.SpecialDirective;

/** How {@code bind} is written: addresses, {@code *} for all, and a dash in front of one that need not be there. */
final class BindAddresses implements SpecialDirective.Syntax<List<String>> {
    static final List<String> USUAL = List.of("*", "-::*");
    private static final int MOST = 16;

    @Override
    public List<String> parse(List<String> words, List<String> before) {
        List<String> addresses = new ArrayList<>();
        for (String word : words) {
            for (String part : word.trim().split("\\s+")) {
                if (!part.isEmpty()) {
                    addresses.add(part);
                }
            }
        }
        if (addresses.size() > MOST) {
            throw new ConfigRejectedException("Too many bind addresses specified.");
        }
        return List.copyOf(addresses);
    }

    @Override
    public String text(List<String> value) {
        return String.join(" ", value);
    }

    @Override
    public List<String> lines(List<String> value) {
        return List.of(value.isEmpty() ? "\"\"" : text(value));
    }
}
