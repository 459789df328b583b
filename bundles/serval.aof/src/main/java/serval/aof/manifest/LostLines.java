package serval.aof.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Notices that a manifest lacks its last lines: there is an increment with something in it that is newer than those that it names.
 * Whoever writes increments has them in the manifest before anything is in them. But where a newer base is there as well, both are what
 * an exchange left behind that never came about.
 */
public final class LostLines {
    /** Opens a file's content, decrypted. */
    @FunctionalInterface
    public interface Reader {
        /** Opens it. */
        InputStream read(Path file) throws IOException;
    }

    private LostLines() {}

    /**
     * Looks through the folder of a manifest.
     *
     * @param name the manifest's name, which begins with that of the parts
     * @throws ManifestException naming the file
     */
    public static void check(Path folder, String name, Manifest manifest, Reader contents)
            throws IOException, ManifestException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        String prefix = name.substring(0, name.length() - ManifestStore.SUFFIX.length());
        Path lost = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                PartName told = PartName.of(file.getFileName().toString());
                if (told == null || !told.prefix().equals(prefix)) {
                    continue;
                }
                if (told.isBase() && told.number() > manifest.lastBase()) {
                    return;
                }
                if (!told.isBase() && told.number() > manifest.lastIncrement() && hasContent(file, contents)) {
                    lost = file.getFileName();
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        if (lost != null) {
            throw new ManifestException(
                    "The manifest does not name " + lost + ", which is newer than the files that it names."
                            + " Add the line that is lost, or remove the file",
                    0,
                    null);
        }
    }

    private static boolean hasContent(Path file, Reader contents) throws IOException {
        if (Files.size(file) == 0) {
            return false;
        }
        try (InputStream in = contents.read(file)) {
            return in.read() >= 0;
        }
    }
}
