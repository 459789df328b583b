package serval.aof.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What the system says of a failure, in its own words: as in {@code No space left on device}. */
public final class DiskErrors {
    private DiskErrors() {}

    /** The reason. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException none -> "No such file or directory";
            case AccessDeniedException denied -> "Permission denied";
            case FileAlreadyExistsException taken -> "File exists";
            case DirectoryNotEmptyException full -> "Directory not empty";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> {
                String message = failure.getMessage();
                yield message == null ? failure.getClass().getSimpleName() : message;
            }
        };
    }
}
