package serval.aof.disk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.RdbFormatException;

/** A disk whose new files are encrypted while that is switched on. A file that is there goes on as it is. */
public final class EncryptedDisk implements Disk {
    private static final int BUFFER = 1 << 18;

    private final Disk disk;
    private final Supplier<@Nullable FileEncryption> encryption;

    /** Creates a disk over another one; {@code encryption} gives who encrypts, or null while nobody does. */
    public EncryptedDisk(Disk disk, Supplier<@Nullable FileEncryption> encryption) {
        this.disk = disk;
        this.encryption = encryption;
    }

    private FileEncryption needed() throws IOException {
        FileEncryption service = encryption.get();
        if (service == null) {
            throw new IOException("the file is encrypted, and no bundle is there that decrypts it");
        }
        return service;
    }

    private boolean isOn() {
        FileEncryption service = encryption.get();
        return service != null && service.isOn();
    }

    @Override
    public DiskFile append(Path file) throws IOException {
        if (!FileEncryption.isEncrypted(file)) {
            boolean fresh = !Files.exists(file) || Files.size(file) == 0;
            return fresh && isOn() ? create(file) : disk.append(file);
        }
        FileEncryption service = needed();
        FileEncryption.Blocks blocks;
        try {
            blocks = service.resume(file);
        } catch (RdbFormatException headless) {
            if (!headless.isTruncated()) {
                throw headless;
            }
            return create(file);
        }
        DiskFile opened = disk.append(file);
        try {
            Encrypted encrypted = new Encrypted(service, file, opened, blocks);
            // What is left of a block that was torn.
            encrypted.cut();
            return encrypted;
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        if (!isOn()) {
            return disk.create(file);
        }
        FileEncryption service = needed();
        FileEncryption.Blocks blocks = service.begin();
        DiskFile opened = disk.create(file);
        try {
            writeAll(opened, ByteBuffer.wrap(blocks.head()));
            return new Encrypted(service, file, opened, blocks);
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    @Override
    public InputStream read(Path file) throws IOException {
        if (!FileEncryption.isEncrypted(file)) {
            return disk.read(file);
        }
        FileEncryption service = needed();
        InputStream in = new BufferedInputStream(disk.read(file), BUFFER);
        try {
            return service.decrypt(in, true);
        } catch (IOException failed) {
            in.close();
            throw failed;
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        disk.createFolder(folder);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }

    private static void writeAll(DiskFile file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** An encrypted file: each write is a block. */
    private static final class Encrypted implements DiskFile {
        private final FileEncryption encryption;
        private final Path path;
        private final DiskFile file;
        private FileEncryption.Blocks blocks;
        /** Whether a part of a block may be there behind the last whole one. */
        private boolean torn;

        Encrypted(FileEncryption encryption, Path path, DiskFile file, FileEncryption.Blocks blocks) {
            this.encryption = encryption;
            this.path = path;
            this.file = file;
            this.blocks = blocks;
        }

        void cut() throws IOException {
            if (file.size() > blocks.position()) {
                file.truncate(blocks.position());
            }
            torn = false;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (torn) {
                cut();
            }
            int before = bytes.position();
            ByteBuffer block = blocks.next(bytes);
            int taken = bytes.position() - before;
            try {
                writeAll(file, block);
            } catch (IOException failed) {
                bytes.position(before);
                torn = true;
                throw failed;
            }
            blocks.written();
            return taken;
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void truncate(long size) throws IOException {
            cut();
            if (size != blocks.size()) {
                encryption.truncate(path, size);
                blocks = encryption.resume(path);
            }
        }

        @Override
        public long size() {
            return blocks.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
