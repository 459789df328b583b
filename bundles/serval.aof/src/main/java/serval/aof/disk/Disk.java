package serval.aof.disk;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Where files are. Every failure is an {@link IOException} whose reason {@link DiskErrors} can tell. */
public interface Disk {
    /** Opens a file to be written at its end, and creates it if it is missing. */
    DiskFile append(Path file) throws IOException;

    /** Opens an empty file to be written, whatever was there before. */
    DiskFile create(Path file) throws IOException;

    /** Opens a file to be read from its beginning. */
    default InputStream read(Path file) throws IOException {
        return new FileInputStream(file.toFile());
    }

    /** Gives a file another name, in the place of whatever has it. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file; a missing one is no error. */
    void delete(Path file) throws IOException;

    /** Creates a folder unless it is there. */
    void createFolder(Path folder) throws IOException;

    /** Makes the names in a folder last. */
    void syncFolder(Path folder) throws IOException;
}
