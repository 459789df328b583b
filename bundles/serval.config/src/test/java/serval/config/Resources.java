package serval.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Expected values that were taken from a real server, one row per line. */
final class Resources {
    private Resources() {}

    static List<String> lines(String name) {
        try (InputStream stream = Objects.requireNonNull(Resources.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
