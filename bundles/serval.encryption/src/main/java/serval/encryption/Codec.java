package serval.encryption;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import serval.spi.dataset.EncryptedInput;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.RdbSink;

/** Encrypts and decrypts files with the keys that there are at that moment. */
public final class Codec implements FileEncryption {
    private static final int BUFFER = 1 << 18;

    /** Gives the keys. */
    @FunctionalInterface
    public interface Keys {
        /** Reads them. */
        KeyRing get() throws IOException;
    }

    private final Keys keys;
    private final BooleanSupplier on;

    /** Creates a codec; {@code on} tells whether new files are to be encrypted. */
    public Codec(Keys keys, BooleanSupplier on) {
        this.keys = keys;
        this.on = on;
    }

    @Override
    public boolean isOn() {
        return on.getAsBoolean();
    }

    @Override
    public RdbSink encrypt(RdbSink to) throws IOException {
        KeyRing.Key key = keys.get().first();
        byte[] head = FileHead.make(key);
        return new SealingSink(to, head, new BlockCipher(key.forFile(head)));
    }

    @Override
    public Blocks begin() throws IOException {
        KeyRing.Key key = keys.get().first();
        byte[] head = FileHead.make(key);
        return new GrowingBlocks(head, new BlockCipher(key.forFile(head)), 0, FileHead.BYTES, 0);
    }

    @Override
    public Blocks resume(Path file) throws IOException {
        try (BlockReader reader = open(file)) {
            reader.skipAll();
            return reader.growth();
        }
    }

    @Override
    public EncryptedInput decrypt(InputStream from, boolean growing) throws IOException {
        return new BlockReader(from, keys.get(), growing);
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        BlockReader.Cut cut;
        try (BlockReader reader = open(file)) {
            cut = reader.cut(size);
        }
        try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
            changed.setLength(cut.whole().position());
            if (cut.rest().length > 0) {
                ByteBuffer block = cut.whole().next(ByteBuffer.wrap(cut.rest()));
                changed.seek(cut.whole().position());
                changed.write(block.array(), 0, block.limit());
            }
            changed.getChannel().force(true);
        }
    }

    private BlockReader open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return new BlockReader(in, keys.get(), true);
        } catch (IOException failed) {
            in.close();
            throw failed;
        }
    }
}
