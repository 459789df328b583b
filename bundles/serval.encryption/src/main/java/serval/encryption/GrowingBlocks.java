package serval.encryption;

import java.io.IOException;
import java.nio.ByteBuffer;
import serval.spi.dataset.FileEncryption;

/** The blocks of a file that grows. */
final class GrowingBlocks implements FileEncryption.Blocks {
    private final byte[] head;
    private final BlockCipher cipher;
    private long number;
    private long position;
    private long size;
    private int plainLength;

    /** Begins a file, or goes on behind so many blocks. */
    GrowingBlocks(byte[] head, BlockCipher cipher, long number, long position, long size) {
        this.head = head;
        this.cipher = cipher;
        this.number = number;
        this.position = position;
        this.size = size;
    }

    @Override
    public byte[] head() {
        return head.clone();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteBuffer next(ByteBuffer plain) throws IOException {
        plainLength = Math.min(plain.remaining(), FileEncryption.MOST);
        ByteBuffer part = plain.slice(plain.position(), plainLength);
        ByteBuffer block = cipher.encrypt(number, part, false);
        plain.position(plain.position() + plainLength);
        return block;
    }

    @Override
    public void written() {
        number++;
        position += plainLength + BlockCipher.OVERHEAD;
        size += plainLength;
    }
}
