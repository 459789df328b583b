package serval.aof.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import serval.aof.disk.Disk;
import serval.aof.disk.DiskFile;

/** A power cut at any step of an exchange of files leaves a manifest that can be read, whose files are there. */
class ManifestPowerCutTest {
    private static final Path FOLDER = Path.of("folder");
    private static final String NAME = "a.aof";

    /** A disk in memory that loses what was not synced, contents and names, and whose power goes after so many steps. */
    private static final class LosingDisk implements Disk {
        private static final class Content {
            final ByteArrayOutputStream written = new ByteArrayOutputStream();
            byte[] synced = {};
        }

        private final Map<Path, Content> names = new HashMap<>();
        private Map<Path, Content> lasting = new HashMap<>();
        private int steps = Integer.MAX_VALUE;

        private void step() throws IOException {
            if (steps-- <= 0) {
                throw new IOException("power cut");
            }
        }

        @Override
        public DiskFile append(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DiskFile create(Path file) throws IOException {
            step();
            Content content = new Content();
            names.put(file, content);
            return new DiskFile() {
                @Override
                public int write(ByteBuffer bytes) throws IOException {
                    step();
                    // One byte at a time: a write is no single step.
                    content.written.write(bytes.get());
                    return 1;
                }

                @Override
                public void sync() throws IOException {
                    step();
                    content.synced = content.written.toByteArray();
                }

                @Override
                public void truncate(long size) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public long size() {
                    return content.written.size();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            step();
            Content content = Objects.requireNonNull(names.remove(from));
            names.put(to, content);
            // The system may make any single name last by itself, and the worst one is the manifest's.
            if (to.endsWith(NAME + ".manifest")) {
                lasting.put(to, content);
            }
        }

        @Override
        public void delete(Path file) throws IOException {
            step();
            names.remove(file);
        }

        @Override
        public void createFolder(Path folder) {}

        @Override
        public void syncFolder(Path folder) throws IOException {
            step();
            lasting = new HashMap<>(names);
        }

        /** What is left of a file when the power goes; empty if nothing has that name. */
        String left(String name) {
            Content content = lasting.get(FOLDER.resolve(name));
            return content == null ? "" : new String(content.synced, StandardCharsets.ISO_8859_1);
        }
    }

    private static void write(LosingDisk disk, Manifest manifest) throws IOException {
        new ManifestStore(disk, FOLDER, NAME).write(manifest);
    }

    private static void write(LosingDisk disk, String name, String text) throws IOException {
        DiskFile file = disk.create(FOLDER.resolve(name));
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.sync();
    }

    @Test
    void anExchangeIsOldOrNewWhereverThePowerGoes() throws Exception {
        Manifest old = Manifest.EMPTY.withNextBase(NAME, true).withNextIncrement(NAME);
        Manifest next = old.withNextBase(NAME, true).withNextIncrement(NAME).withRewrittenIncrements(1);
        boolean complete = false;
        int oldOnes = 0;
        int newOnes = 0;
        for (int steps = 0; !complete; steps++) {
            LosingDisk disk = new LosingDisk();
            for (Part part : old.loaded()) {
                write(disk, part.name(), "of old");
            }
            write(disk, old);
            disk.steps = steps;
            try {
                for (Part part : next.loaded()) {
                    write(disk, "temp", "of next");
                    disk.rename(FOLDER.resolve("temp"), FOLDER.resolve(part.name()));
                }
                write(disk, next);
                complete = true;
            } catch (IOException cut) {
                assertEquals("power cut", cut.getMessage());
            }
            String text = disk.left(NAME + ".manifest");
            assertFalse(text.isEmpty(), "after " + steps + " steps");
            Manifest found = ManifestText.read(text);
            assertTrue(found.equals(old) || found.equals(next), "after " + steps + " steps: " + text);
            for (Part part : found.loaded()) {
                assertEquals(
                        found.equals(old) ? "of old" : "of next",
                        disk.left(part.name()),
                        "after " + steps + " steps: " + part.name());
            }
            oldOnes += found.equals(old) ? 1 : 0;
            newOnes += found.equals(next) ? 1 : 0;
        }
        assertTrue(oldOnes > 20 && newOnes > 0, oldOnes + " and " + newOnes);
    }

    @Test
    void aManifestThatIsCutOffWithinALineCannotBeRead() {
        String text = ManifestText.write(
                Manifest.EMPTY.withNextBase(NAME, true).withNextIncrement(NAME).withNextIncrement(NAME));
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            if (length == 0 || !cut.endsWith("\n")) {
                assertThrows(ManifestException.class, () -> ManifestText.read(cut), "cut at " + length);
            }
        }
    }
}
