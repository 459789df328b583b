package serval.aof.check;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import serval.spi.dataset.FileEncryption;

/** What a file holds, whether it is encrypted or not. */
abstract class Content implements Closeable {
    /** The property that names the class which decrypts: of another bundle, and perhaps not there. */
    private static final String ENCRYPTION = "serval.check.encryption";

    /** Opens a file to be looked at and perhaps shortened. */
    static Content open(Path file) throws IOException {
        return FileEncryption.isEncrypted(file) ? new Encrypted(file, encryption()) : new Plain(file);
    }

    /** Opens a file to be read from its beginning. */
    static InputStream read(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        if (!FileEncryption.isEncrypted(file)) {
            return in;
        }
        try {
            return encryption().decrypt(new BufferedInputStream(in, 1 << 18), true);
        } catch (IOException failed) {
            in.close();
            throw failed;
        }
    }

    private static FileEncryption encryption() throws IOException {
        try {
            return (FileEncryption) Class.forName(System.getProperty(ENCRYPTION, ""))
                    .getMethod("create")
                    .invoke(null);
        } catch (ReflectiveOperationException absent) {
            throw new IOException("the file is encrypted, and the bundle serval.encryption is not there", absent);
        }
    }

    /** How many bytes there are; a block that was torn counts as the bytes that are left of it. */
    abstract long size() throws IOException;

    /** Reads some bytes from a place on; returns how many, 0 or less at the end. */
    abstract int read(long from, byte[] to) throws IOException;

    /** Leaves so many bytes. */
    abstract void truncate(long size) throws IOException;

    private static final class Plain extends Content {
        private final RandomAccessFile file;

        Plain(Path path) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
        }

        @Override
        long size() throws IOException {
            return file.length();
        }

        @Override
        int read(long from, byte[] to) throws IOException {
            file.seek(from);
            return file.read(to);
        }

        @Override
        void truncate(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Reads on from where it was, and begins anew where it has to go back. */
    private static final class Encrypted extends Content {
        private final Path path;
        private final FileEncryption encryption;
        private @Nullable InputStream in;
        private long at;

        Encrypted(Path path, FileEncryption encryption) {
            this.path = path;
            this.encryption = encryption;
        }

        @Override
        long size() throws IOException {
            FileEncryption.Blocks whole = encryption.resume(path);
            return whole.size() + Files.size(path) - whole.position();
        }

        @Override
        int read(long from, byte[] to) throws IOException {
            InputStream open = in;
            if (open == null || from < at) {
                close();
                open = Content.read(path);
                in = open;
                at = 0;
            }
            try {
                open.skipNBytes(from - at);
            } catch (EOFException torn) {
                close();
                return -1;
            }
            at = from;
            int count = open.read(to);
            at += Math.max(0, count);
            return count;
        }

        @Override
        void truncate(long size) throws IOException {
            close();
            encryption.truncate(path, size);
        }

        @Override
        public void close() throws IOException {
            InputStream open = in;
            in = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
