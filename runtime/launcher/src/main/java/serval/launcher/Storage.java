package serval.launcher;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The framework's working folder: private to this process, in the system's folder for temporary files, gone at exit.
 *
 * <p>A process that is killed leaves its folder behind. Each folder therefore holds a file that its process keeps locked;
 * {@link #sweep()} removes the folders whose lock is free.
 */
final class Storage implements Closeable {
    private static final String PREFIX = "serval-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lockFile;

    private Storage(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    static Storage create() throws IOException {
        Path folder = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
        FileChannel lockFile =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lockFile.tryLock() == null) {
            throw new IOException(folder + " is locked by another process");
        }
        return new Storage(folder, lockFile);
    }

    /** Where the framework keeps its bundle cache. */
    Path cache() {
        return folder.resolve("cache");
    }

    /** Removes what killed processes of this user left behind. Never fails. */
    void sweep() {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder.getParent(), PREFIX + "[0-9]*-*")) {
            for (Path sibling : siblings) {
                if (!sibling.equals(folder) && Files.isWritable(sibling) && isAbandoned(sibling.resolve(LOCK))) {
                    delete(sibling);
                }
            }
        } catch (IOException | UncheckedIOException unreadable) {
            // Tidying is a courtesy: a folder that vanishes or belongs to somebody else is none of our business.
        }
    }

    private static boolean isAbandoned(Path lock) throws IOException {
        if (!Files.isRegularFile(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held != null;
        }
    }

    /** Removes the folder; closing again does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (lockFile.isOpen()) {
            delete(folder);
            lockFile.close();
        }
    }

    private static void delete(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
