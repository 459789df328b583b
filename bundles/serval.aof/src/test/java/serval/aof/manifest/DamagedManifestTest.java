package serval.aof.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest with a wrong bit, or without its end, never names another dataset. */
class DamagedManifestTest {
    private static final String NAME = "a.aof";
    private static final Manifest FIRST =
            Manifest.EMPTY.withNextBase(NAME, true).withNextIncrement(NAME);
    private static final Manifest DURING_REWRITE = FIRST.withNextIncrement(NAME);
    private static final Manifest REWRITTEN =
            DURING_REWRITE.withNextBase(NAME, true).withRewrittenIncrements(1);
    private static final Manifest AGAIN = REWRITTEN
            .withNextIncrement(NAME)
            .withNextBase(NAME, false)
            .withRewrittenIncrements(1)
            .withNextIncrement(NAME);

    @TempDir
    Path dir;

    /** What a manifest names that can be loaded, or null if that is an error. */
    private @Nullable Manifest read(byte[] text) throws IOException {
        try {
            Manifest found = ManifestText.read(new String(text, StandardCharsets.ISO_8859_1));
            LostLines.check(dir, NAME + ".manifest", found, Files::newInputStream);
            boolean complete = found.loaded().stream().allMatch(part -> Files.exists(dir.resolve(part.name())));
            return complete ? found : null;
        } catch (ManifestException damaged) {
            return null;
        }
    }

    private byte[] prepare(Manifest manifest) throws IOException {
        for (Part part : manifest.loaded()) {
            Files.writeString(dir.resolve(part.name()), "something");
        }
        for (Part part : manifest.history()) {
            Files.writeString(dir.resolve(part.name()), "something");
        }
        byte[] text = ManifestText.write(manifest).getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(manifest, read(text));
        return text;
    }

    private static List<String> names(List<Part> parts) {
        return parts.stream().map(Part::name).toList();
    }

    @Test
    void aWrongBitIsAnErrorOrChangesNothing() throws IOException {
        for (Manifest manifest : List.of(FIRST, DURING_REWRITE, REWRITTEN, AGAIN)) {
            byte[] text = prepare(manifest);
            for (int i = 0; i < text.length * 8; i++) {
                byte[] damaged = text.clone();
                damaged[i / 8] ^= (byte) (1 << i % 8);
                Manifest found = read(damaged);
                if (found != null) {
                    String message = "bit " + i + " of\n" + ManifestText.write(manifest);
                    assertEquals(names(manifest.loaded()), names(found.loaded()), message);
                    assertTrue(names(found.history()).stream().noneMatch(names(manifest.loaded())::contains), message);
                }
            }
        }
    }

    @Test
    void aManifestThatIsCutOffIsAnErrorEvenWhereALineEnds() throws IOException {
        for (Manifest manifest : List.of(FIRST, DURING_REWRITE, REWRITTEN, AGAIN)) {
            byte[] text = prepare(manifest);
            for (int length = 0; length < text.length; length++) {
                assertNull(read(java.util.Arrays.copyOf(text, length)), "cut off at " + length);
            }
        }
    }

    @Test
    void whatAnExchangeThatNeverCameAboutLeftBehindIsNoError() throws IOException {
        byte[] text = prepare(FIRST);
        // An increment that was opened, and nothing had been written to it.
        Files.createFile(dir.resolve("a.aof.2.incr.aof"));
        assertNotNull(read(text));
        // Base and increment of a file that was switched on again.
        Files.writeString(dir.resolve("a.aof.2.incr.aof"), "something");
        assertNull(read(text));
        Files.writeString(dir.resolve("a.aof.2.base.rdb"), "something");
        assertNotNull(read(text));
        // Another server's, and what is older.
        Files.delete(dir.resolve("a.aof.2.incr.aof"));
        Files.delete(dir.resolve("a.aof.2.base.rdb"));
        Files.writeString(dir.resolve("b.aof.7.incr.aof"), "something");
        assertNotNull(read(text));
    }
}
