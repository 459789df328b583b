package serval.aof.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.Disk;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;

/** The manifest as a file, replaced in one step and made last, folder and all. */
public final class ManifestStore {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestStore.class);

    /** What a manifest's name ends with. */
    static final String SUFFIX = ".manifest";

    private final Disk disk;
    private final Path folder;
    private final String name;

    /** A manifest for files of this name in this folder. */
    public ManifestStore(Disk disk, Path folder, String fileName) {
        this.disk = disk;
        this.folder = folder;
        name = fileName + SUFFIX;
    }

    /** Whether there is one. */
    public boolean exists() {
        return Files.isRegularFile(folder.resolve(name));
    }

    /**
     * Reads it; {@link Manifest#EMPTY} if there is none.
     *
     * @throws ManifestException if it cannot be understood
     */
    public Manifest read() throws IOException, ManifestException {
        if (!Files.isDirectory(folder)) {
            LOG.debug("The AOF directory {} doesn't exist", folder.getFileName());
            return Manifest.EMPTY;
        }
        if (!exists()) {
            LOG.debug("The AOF manifest file {} doesn't exist", name);
            return Manifest.EMPTY;
        }
        Path file = folder.resolve(name);
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            LOG.warn(
                    "Fatal error: can't open the AOF manifest file {} for reading: {}",
                    folder.getFileName() + "/" + name,
                    DiskErrors.reason(failed));
            throw failed;
        }
        return ManifestText.read(text);
    }

    /**
     * Fails if lines of a manifest are lost; see {@link LostLines}.
     *
     * @param contents reads the files
     */
    public void lookForLostLines(Manifest manifest, Disk contents) throws IOException, ManifestException {
        LostLines.check(folder, name, manifest, contents::read);
    }

    /** Writes it in the place of the one before. */
    public void write(Manifest manifest) throws IOException {
        String temporary = "temp-" + name;
        Path file = folder.resolve(temporary);
        String step = "Can't open the AOF manifest file " + temporary + ": {}";
        try {
            try (DiskFile out = disk.create(file)) {
                step = "Error trying to write the temporary AOF manifest file " + temporary + ": {}";
                ByteBuffer bytes = ByteBuffer.wrap(ManifestText.write(manifest).getBytes(StandardCharsets.ISO_8859_1));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                step = "Fail to fsync the temp AOF file " + temporary + ": {}.";
                out.sync();
            }
            // The names it tells of are there for good before it is.
            step = "Fail to fsync AOF directory " + folder.getFileName() + ": {}.";
            disk.syncFolder(folder);
            step = "Error trying to rename the temporary AOF manifest file " + temporary + " into " + name + ": {}";
            disk.rename(file, folder.resolve(name));
            step = "Fail to fsync AOF directory " + folder.getFileName() + ": {}.";
            disk.syncFolder(folder);
        } catch (IOException failed) {
            LOG.warn(step, DiskErrors.reason(failed));
            throw failed;
        }
    }
}
