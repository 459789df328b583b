package serval.aof;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import serval.sdk.config.Directive;
import serval.spi.config.Configuration;

/** Where the files are: what {@code dir}, {@code appenddirname} and {@code appendfilename} say. */
final class AofFolder {
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final AofDirectives directives;
    private volatile @Nullable Configuration configuration;

    AofFolder(AofDirectives directives) {
        this.directives = directives;
    }

    void configuration(@Nullable Configuration service) {
        configuration = service;
    }

    /** The server's {@code dir}. */
    Path dir() {
        Configuration known = configuration;
        Directive dir = known == null ? null : known.find("dir");
        // One char per byte.
        byte[] bytes = (dir == null ? "." : dir.text()).getBytes(StandardCharsets.ISO_8859_1);
        return Path.of(new String(bytes, NAMES)).toAbsolutePath().normalize();
    }

    /** How many microseconds a rewrite waits for each key ({@code rdb-key-save-delay}), for tests. */
    long saveDelay() {
        Configuration known = configuration;
        Directive delay = known == null ? null : known.find("rdb-key-save-delay");
        return delay == null ? 0 : Long.parseLong(delay.text());
    }

    /** The folder of the files. */
    Path folder() {
        return dir().resolve(directives.appenddirname.value());
    }

    /** What their names begin with. */
    String fileName() {
        return directives.appendfilename.value();
    }
}
