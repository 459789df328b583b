package serval.encryption;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import serval.spi.dataset.EncryptedInput;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.RdbFormatException;

/** Reads an encrypted file, block by block. */
final class BlockReader extends EncryptedInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final InputStream in;
    private final boolean growing;
    private final byte[] head;
    private final @Nullable BlockCipher cipher;
    private ByteBuffer plain = NOTHING;
    private long number;
    private long position;
    private long size;
    private boolean sealed;
    private boolean ended;
    private boolean torn;

    /** Reads a file's head. */
    BlockReader(InputStream in, KeyRing keys, boolean growing) throws IOException {
        this.in = in;
        this.growing = growing;
        head = FileHead.read(in);
        if (head.length < FileHead.BYTES) {
            cipher = null;
            tooShort("its head");
        } else {
            cipher = new BlockCipher(keys.find(FileHead.keyId(head)).forFile(head));
            position = FileHead.BYTES;
        }
    }

    @Override
    public boolean isTorn() {
        return torn;
    }

    /** What goes on behind the blocks that were stepped over or read; the end has been met. */
    GrowingBlocks growth() throws IOException {
        BlockCipher same = cipher;
        if (same == null) {
            throw new RdbFormatException("the encrypted file has no whole head", true);
        }
        return new GrowingBlocks(head, same, number, position, size);
    }

    private void tooShort(String within) throws IOException {
        ended = true;
        torn = true;
        if (!growing) {
            throw new RdbFormatException("the encrypted file ends within " + within, true);
        }
    }

    /** Reads the next block, if there is one; returns whether there was. */
    private boolean advance() throws IOException {
        ByteBuffer block = next(-1);
        if (block == null) {
            return false;
        }
        plain = block;
        return true;
    }

    /**
     * The next block, or null at the end. One that ends no later than {@code stepOver} is not decrypted; an empty buffer stands for it.
     *
     * @param stepOver a place among the decrypted bytes
     */
    private @Nullable ByteBuffer next(long stepOver) throws IOException {
        BlockCipher own = cipher;
        if (ended || own == null) {
            return null;
        }
        byte[] frame = in.readNBytes(BlockCipher.HEAD);
        if (frame.length == 0 && (sealed || growing)) {
            ended = true;
            return null;
        }
        if (sealed) {
            throw new RdbFormatException("the encrypted file goes on behind its last block", false);
        }
        if (frame.length < BlockCipher.HEAD) {
            tooShort("block " + number);
            return null;
        }
        int marked = ByteBuffer.wrap(frame).getInt();
        int length = marked & ~BlockCipher.LAST;
        if (length > FileEncryption.MOST) {
            throw new RdbFormatException("block " + number + " of the encrypted file was changed", false);
        }
        byte[] encrypted = in.readNBytes(length + BlockCipher.TAG);
        if (encrypted.length < length + BlockCipher.TAG) {
            tooShort("block " + number);
            return null;
        }
        ByteBuffer block = size + length <= stepOver ? NOTHING : own.decrypt(number, frame, ByteBuffer.wrap(encrypted));
        number++;
        position += length + BlockCipher.OVERHEAD;
        size += length;
        sealed = marked < 0;
        return block;
    }

    /** Steps over all blocks. */
    void skipAll() throws IOException {
        while (next(Long.MAX_VALUE) != null) {
            // Only where they end matters.
        }
    }

    /** Where blocks end after stepping over those that hold the first so many bytes and no more. */
    record Cut(GrowingBlocks whole, byte[] rest) {}

    /** Finds where to cut so that so many bytes are left: whole blocks, and what is left of the next. */
    Cut cut(long wanted) throws IOException {
        while (true) {
            GrowingBlocks before = growth();
            if (before.size() == wanted) {
                return new Cut(before, new byte[0]);
            }
            ByteBuffer block = next(wanted);
            if (block == null) {
                throw new RdbFormatException("the encrypted file holds less than " + wanted + " bytes", true);
            }
            if (size > wanted) {
                byte[] rest = new byte[(int) (wanted - before.size())];
                block.get(rest);
                return new Cut(before, rest);
            }
        }
    }

    @Override
    public int read() throws IOException {
        while (!plain.hasRemaining()) {
            if (!advance()) {
                return -1;
            }
        }
        return plain.get() & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!plain.hasRemaining()) {
            if (!advance()) {
                return -1;
            }
        }
        int count = Math.min(length, plain.remaining());
        plain.get(bytes, from, count);
        return count;
    }

    @Override
    public int available() {
        return plain.remaining();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
